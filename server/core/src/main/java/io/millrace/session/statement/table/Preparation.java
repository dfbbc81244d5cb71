package io.millrace.session.statement.table;

import io.millrace.catalog.Catalog;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Signature;
import io.millrace.session.PreparedSql.Kind;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.session.statement.change.InsertTarget;
import io.millrace.session.statement.change.Inserts;
import io.millrace.session.statement.query.QueryModes;
import io.millrace.session.statement.query.Selects;
import io.millrace.session.statement.show.Explains;
import io.millrace.session.statement.show.Shows;
import io.millrace.spi.data.RowType;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.AdvanceClock;
import io.millrace.sql.tree.AlterOptions;
import io.millrace.sql.tree.BeginTransaction;
import io.millrace.sql.tree.Checkpoint;
import io.millrace.sql.tree.CommitTransaction;
import io.millrace.sql.tree.CreateConnection;
import io.millrace.sql.tree.CreateExternalFunction;
import io.millrace.sql.tree.CreateFunction;
import io.millrace.sql.tree.CreateMaterializedView;
import io.millrace.sql.tree.CreateRole;
import io.millrace.sql.tree.CreateSecret;
import io.millrace.sql.tree.CreateSink;
import io.millrace.sql.tree.CreateStream;
import io.millrace.sql.tree.CreateSubscription;
import io.millrace.sql.tree.CreateTable;
import io.millrace.sql.tree.CreateUser;
import io.millrace.sql.tree.CreateView;
import io.millrace.sql.tree.DeleteStatement;
import io.millrace.sql.tree.Describe;
import io.millrace.sql.tree.Drop;
import io.millrace.sql.tree.Explain;
import io.millrace.sql.tree.ExplainRelation;
import io.millrace.sql.tree.FetchSubscription;
import io.millrace.sql.tree.Grant;
import io.millrace.sql.tree.GrantRole;
import io.millrace.sql.tree.InsertStatement;
import io.millrace.sql.tree.Kill;
import io.millrace.sql.tree.MergeStatement;
import io.millrace.sql.tree.QueryStatement;
import io.millrace.sql.tree.ResetOption;
import io.millrace.sql.tree.Resume;
import io.millrace.sql.tree.Retry;
import io.millrace.sql.tree.Revoke;
import io.millrace.sql.tree.RevokeRole;
import io.millrace.sql.tree.RollbackTransaction;
import io.millrace.sql.tree.SetClock;
import io.millrace.sql.tree.SetOption;
import io.millrace.sql.tree.Show;
import io.millrace.sql.tree.ShowCreate;
import io.millrace.sql.tree.SkipBatch;
import io.millrace.sql.tree.StatementVisitor;
import io.millrace.sql.tree.Suspend;
import io.millrace.sql.tree.UpdateStatement;
import java.util.List;
import java.util.Optional;

/** Finds out what a statement needs and gives, without carrying it out. */
public final class Preparation implements StatementVisitor<StatementShape> {

    private final Services services;
    private final Catalog catalog;
    private final ParsedStatement parsed;

    public Preparation(Services services, Catalog catalog, ParsedStatement parsed) {
        this.services = services;
        this.catalog = catalog;
        this.parsed = parsed;
    }

    public StatementShape prepare() {
        return parsed.statement().accept(this);
    }

    /** The kind alone, which does not depend on what exists. */
    public Kind kind() {
        if (parsed.statement() instanceof QueryStatement query) {
            return query.continuous() ? Kind.STREAM : Kind.QUERY;
        }
        return parsed.statement() instanceof InsertStatement ? Kind.UPDATE : Kind.OTHER;
    }

    private StatementShape queryShape(QueryStatement statement) {
        PlanMode mode = QueryModes.ofStatement(statement);
        Kind kind = mode == PlanMode.RESULT ? Kind.QUERY : Kind.STREAM;
        if (parsed.parameters() == 0) {
            PlannedQuery planned = services.plans().query(statement, catalog, mode);
            return new StatementShape(kind, Selects.rowType(planned.rowType(), mode), List.of(), Optional.of(planned));
        }
        Signature signature = services.plans().describe(statement, catalog);
        return new StatementShape(
                kind, Selects.rowType(signature.rowType(), mode), signature.parameters(), Optional.empty());
    }

    private StatementShape insertShape(InsertStatement statement) {
        Inserts.refuseContinuous(statement);
        InsertTarget.of(statement, catalog);
        RowType none = new RowType(List.of());
        if (parsed.parameters() == 0) {
            PlannedQuery planned =
                    services.plans().insert(statement, catalog, List.of()).query();
            return new StatementShape(Kind.UPDATE, none, List.of(), Optional.of(planned));
        }
        return new StatementShape(
                Kind.UPDATE,
                none,
                services.plans().describeInsert(statement, catalog).parameters(),
                Optional.empty());
    }

    private static StatementShape rows(RowType rowType) {
        return new StatementShape(Kind.QUERY, rowType, List.of(), Optional.empty());
    }

    private static StatementShape without(Kind kind) {
        return new StatementShape(kind, new RowType(List.of()), List.of(), Optional.empty());
    }

    @Override
    public StatementShape visitCreateStream(CreateStream statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateTable(CreateTable statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateView(CreateView statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateMaterializedView(CreateMaterializedView statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateSink(CreateSink statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateConnection(CreateConnection statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateSecret(CreateSecret statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateFunction(CreateFunction statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateExternalFunction(CreateExternalFunction statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateSubscription(CreateSubscription statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateUser(CreateUser statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCreateRole(CreateRole statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitDrop(Drop statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitSuspend(Suspend statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitResume(Resume statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitRetry(Retry statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitSkipBatch(SkipBatch statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitAlterOptions(AlterOptions statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitShow(Show statement) {
        return rows(new Shows(services).table(statement).rowType());
    }

    @Override
    public StatementShape visitShowCreate(ShowCreate statement) {
        return rows(Shows.showCreateType());
    }

    @Override
    public StatementShape visitDescribe(Describe statement) {
        return rows(Shows.describeType());
    }

    @Override
    public StatementShape visitExplain(Explain statement) {
        return rows(Explains.rowType(statement.mode()));
    }

    @Override
    public StatementShape visitExplainRelation(ExplainRelation statement) {
        return rows(Explains.rowType(statement.mode()));
    }

    @Override
    public StatementShape visitSetOption(SetOption statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitResetOption(ResetOption statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitSetClock(SetClock statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitAdvanceClock(AdvanceClock statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitKill(Kill statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCheckpoint(Checkpoint statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitFetchSubscription(FetchSubscription statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitGrant(Grant statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitRevoke(Revoke statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitGrantRole(GrantRole statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitRevokeRole(RevokeRole statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitBeginTransaction(BeginTransaction statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitCommitTransaction(CommitTransaction statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitRollbackTransaction(RollbackTransaction statement) {
        return without(Kind.OTHER);
    }

    @Override
    public StatementShape visitQueryStatement(QueryStatement statement) {
        return queryShape(statement);
    }

    @Override
    public StatementShape visitInsertStatement(InsertStatement statement) {
        return insertShape(statement);
    }

    @Override
    public StatementShape visitUpdateStatement(UpdateStatement statement) {
        return without(Kind.UPDATE);
    }

    @Override
    public StatementShape visitDeleteStatement(DeleteStatement statement) {
        return without(Kind.UPDATE);
    }

    @Override
    public StatementShape visitMergeStatement(MergeStatement statement) {
        return without(Kind.UPDATE);
    }
}
