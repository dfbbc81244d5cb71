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
     * @param path what names without a schema mean
     * @param pending what a transaction has defined, if it has
     */
    PreparedScript prepare(
            String sql, long id, SearchPath path, Execution execution, Optional<Definitions.Version> pending) {
        PreparedScript script = make(sql, id, path, services.during(execution), execution, pending);
        scripts.remember(script);
        return script;
    }

    Optional<PreparedScript> find(PreparedSql prepared) {
        return scripts.find(prepared.id());
    }

    private PreparedScript make(
            String sql,
            long id,
            SearchPath path,
            Services planning,
            Execution execution,
            Optional<Definitions.Version> pending) {
        Access access = new Access(
                execution.principal(),
                pending.orElseGet(() -> services.definitions().current()));
        Catalog catalog = access.version().catalog();
        Optional<PlannedQueries.Planned> known = pending.isPresent()
                ? Optional.empty()
                : planned.find(sql, catalog.version(), execution.principal(), path);
        if (known.isPresent()) {
            return script(
                    sql,
                    id,
                    new Checked(
                            List.of(known.get().statement().written()),
                            path,
                            Optional.of(known.get().statement()),
                            known.get().shape()),
                    catalog.version());
        }
        List<ParsedStatement> statements = sql.length() < LONG_TEXT
                ? SqlParsing.parseScript(sql)
                : Detached.call(services.workers(), execution, () -> SqlParsing.parseScript(sql));
        if (statements.isEmpty()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the statement is empty");
        }
        statements.forEach(statement -> PlanningMemory.holdPlan(execution.memory(), statement));
        Checked checked = statements.size() == 1
                ? single(planning, access, statements.get(0), path)
                : new Checked(statements, path, Optional.empty(), scriptShape(planning, access, statements, path));
        if (pending.isPresent()) {
            return script(sql, id, checked, UNCHECKED); // others may see a catalog with the same number
        }
        if (statements.size() == 1 && statements.get(0).statement() instanceof QueryStatement) {
            planned.remember(
                    sql,
                    catalog.version(),
                    execution.principal(),
                    path,
                    new PlannedQueries.Planned(checked.single().orElseThrow(), checked.shape()));
        }
        return script(sql, id, checked, catalog.version());
    }

    /** What was found out about a text. */
    private record Checked(
            List<ParsedStatement> statements, SearchPath path, Optional<Qualified> single, StatementShape shape) {}

    private static Checked single(Services planning, Access access, ParsedStatement statement, SearchPath path) {
        Qualified qualified = path.qualified(statement, () -> access);
        return new Checked(List.of(statement), path, Optional.of(qualified), shape(planning, access, qualified));
    }

    private static PreparedScript script(String sql, long id, Checked checked, long catalog) {
        StatementShape shape = checked.shape();
        PreparedSql prepared =
                new PreparedSql(id, sql, shape.kind(), shape.columns().fields(), shape.parameters());
        return new PreparedScript(
                prepared, checked.statements(), checked.path(), checked.single(), catalog, shape.ready());
    }

    /**
     * The shape of a script is that of its last statement, which may need what those before it define: what cannot be planned yet
     * has no known columns.
     */
    private static StatementShape scriptShape(
            Services planning, Access access, List<ParsedStatement> statements, SearchPath path) {
        List<Field> parameters = new ArrayList<>();
        StatementShape last = null;
        boolean definitionsChange = false;
        SearchPath names = path;
        for (ParsedStatement statement : statements) {
            last = shapeIfKnown(planning, access, names.qualified(statement, () -> access), definitionsChange);
            definitionsChange |= StatementTable.effect(statement.statement()) == Effect.CHANGES_DEFINITIONS;
            parameters.addAll(last.parameters());
            names = names.after(statement.statement());
        }
        return new StatementShape(last.kind(), last.columns(), parameters, Ready.NOTHING);
    }

    private static StatementShape shapeIfKnown(
            Services planning, Access access, Qualified qualified, boolean definitionsChange) {
        try {
            return shape(planning, access, qualified);
        } catch (MillraceException e) {
            ParsedStatement statement = qualified.statement();
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

    private static StatementShape shape(Services planning, Access access, Qualified qualified) {
        ParsedStatement statement = qualified.statement();
        try {
            return StatementTable.shape(
                    statement.statement(),
                    new Asked(planning, access.version().catalog(), statement.parameters(), access));
        } catch (MillraceException e) {
            throw SearchPath.placed(qualified, e);
        }
    }

    @Override
    public void close() {
        scripts.close();
    }
}
