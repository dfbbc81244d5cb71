package io.millrace.session.local;

import io.millrace.catalog.Catalog;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.session.PreparedSql;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Detached;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.session.statement.table.Effect;
import io.millrace.session.statement.table.StatementTable;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.Blame;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that a session has prepared; those used longest ago are forgotten and made again from their text. */
final class PreparedScripts implements AutoCloseable {

    /** From this length on, parsing may take so long that somebody wants to stop it. */
    private static final int LONG_TEXT = 10_000;

    /** Instead of the version of a catalog that a statement was checked against. */
    private static final long UNCHECKED = -1;

    private final Services services;
    private final PlannedQueries planned;
    private final RememberedScripts scripts;

    PreparedScripts(Services services, PlannedQueries planned, ServerMemory memory) {
        this.services = services;
        this.planned = planned;
        this.scripts = new RememberedScripts(memory);
    }

    /**
     * Parses and checks a text, and keeps what was found out under the id.
     *
     * @param pending what a transaction has defined, if it has
     */
    PreparedScript prepare(String sql, long id, Execution execution, Optional<Definitions.Version> pending) {
        PreparedScript script = make(sql, id, services.during(execution), execution, pending);
        scripts.remember(script);
        return script;
    }

    Optional<PreparedScript> find(PreparedSql prepared) {
        return scripts.find(prepared.id());
    }

    private PreparedScript make(
            String sql, long id, Services planning, Execution execution, Optional<Definitions.Version> pending) {
        Access access = new Access(
                execution.principal(),
                pending.orElseGet(() -> services.definitions().current()));
        Catalog catalog = access.version().catalog();
        Optional<PlannedQueries.Planned> known =
                pending.isPresent() ? Optional.empty() : planned.find(sql, catalog.version(), execution.principal());
        if (known.isPresent()) {
            return script(
                    sql,
                    id,
                    List.of(known.get().statement()),
                    catalog.version(),
                    known.get().shape());
        }
        List<ParsedStatement> statements = sql.length() < LONG_TEXT
                ? SqlParsing.parseScript(sql)
                : Detached.call(services.workers(), execution, () -> SqlParsing.parseScript(sql));
        if (statements.isEmpty()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the statement is empty");
        }
        statements.forEach(statement -> PlanningMemory.holdPlan(execution.memory(), statement));
        StatementShape shape = statements.size() == 1
                ? shape(planning, access, statements.get(0))
                : scriptShape(planning, access, statements);
        if (pending.isPresent()) {
            return script(sql, id, statements, UNCHECKED, shape); // others may see a catalog with the same number
        }
        if (statements.size() == 1 && statements.get(0).statement() instanceof QueryStatement) {
            planned.remember(
                    sql,
                    catalog.version(),
                    execution.principal(),
                    new PlannedQueries.Planned(statements.get(0), shape));
        }
        return script(sql, id, statements, catalog.version(), shape);
    }

    private static PreparedScript script(
            String sql, long id, List<ParsedStatement> statements, long catalog, StatementShape shape) {
        PreparedSql prepared =
                new PreparedSql(id, sql, shape.kind(), shape.columns().fields(), shape.parameters());
        return new PreparedScript(prepared, statements, catalog, shape.ready());
    }

    /**
     * The shape of a script is that of its last statement, which may need what those before it define: what cannot be planned yet
     * has no known columns.
     */
    private static StatementShape scriptShape(Services planning, Access access, List<ParsedStatement> statements) {
        List<Field> parameters = new ArrayList<>();
        StatementShape last = null;
        boolean definitionsChange = false;
        for (ParsedStatement statement : statements) {
            last = shapeIfKnown(planning, access, statement, definitionsChange);
            definitionsChange |= StatementTable.effect(statement.statement()) == Effect.CHANGES_DEFINITIONS;
            parameters.addAll(last.parameters());
        }
        return new StatementShape(last.kind(), last.columns(), parameters, Ready.NOTHING);
    }

    private static StatementShape shapeIfKnown(
            Services planning, Access access, ParsedStatement statement, boolean definitionsChange) {
        try {
            return shape(planning, access, statement);
        } catch (MillraceException e) {
            boolean rightLater = definitionsChange && statement.parameters() == 0 && dependsOnDefinitions(e.code());
            if (!rightLater) {
                throw e;
            }
            return StatementTable.unknownShape(statement.statement());
        }
    }

    /** Whether a statement that failed so may be right once something else is defined. */
    private static boolean dependsOnDefinitions(ErrorCode code) {
        return code.blame() == Blame.USER && code != ErrorCode.QUERY_CANCELLED && code != ErrorCode.MEMORY_EXCEEDED;
    }

    private static StatementShape shape(Services planning, Access access, ParsedStatement statement) {
        return StatementTable.shape(
                statement.statement(), new Asked(planning, access.version().catalog(), statement.parameters(), access));
    }

    @Override
    public void close() {
        scripts.close();
    }
}
