package io.millrace.session.statement.table;

import io.millrace.config.Settings;
import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.change.Inserts;
import io.millrace.session.statement.control.AlterQueries;
import io.millrace.session.statement.control.AlterSinks;
import io.millrace.session.statement.control.ClockStatements;
import io.millrace.session.statement.control.SettingStatements;
import io.millrace.session.statement.ddl.CreateInputs;
import io.millrace.session.statement.ddl.CreateQueries;
import io.millrace.session.statement.ddl.Drops;
import io.millrace.session.statement.query.Selects;
import io.millrace.session.statement.show.Explains;
import io.millrace.session.statement.show.Shows;
import io.millrace.spi.error.ErrorCode;
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
import io.millrace.sql.tree.ObjectKind;
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
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.StatementVisitor;
import io.millrace.sql.tree.Suspend;
import io.millrace.sql.tree.UpdateStatement;
import io.millrace.sql.tree.Written;
import java.util.List;

/** Hands each kind of statement to the class that carries it out, or says that it is not supported. */
public final class StatementDispatch implements StatementVisitor<Outcome> {

    private final Services services;
    private final Settings initial;
    private final Run run;

    /** @param initial the settings that sessions begin with */
    public StatementDispatch(Services services, Settings initial, Run run) {
        this.services = services;
        this.initial = initial;
        this.run = run;
    }

    /** Carries the statement out. */
    public Outcome execute() {
        return run.parsed().statement().accept(this);
    }

    private static Outcome unsupported(Statement statement, String what) {
        throw At.unsupported(statement, what + " is not supported");
    }

    @Override
    public Outcome visitCreateStream(CreateStream statement) {
        return statement.query().isPresent()
                ? new CreateQueries(services, run)
                        .createStream(statement, statement.query().get())
                : new CreateInputs(services, run).createStream(statement);
    }

    @Override
    public Outcome visitCreateTable(CreateTable statement) {
        return new CreateInputs(services, run).createTable(statement);
    }

    @Override
    public Outcome visitCreateView(CreateView statement) {
        return new CreateQueries(services, run).createView(statement);
    }

    @Override
    public Outcome visitCreateMaterializedView(CreateMaterializedView statement) {
        return new CreateQueries(services, run).createMaterializedView(statement);
    }

    @Override
    public Outcome visitCreateSink(CreateSink statement) {
        return new CreateQueries(services, run).createSink(statement);
    }

    @Override
    public Outcome visitCreateConnection(CreateConnection statement) {
        return unsupported(statement, "CREATE CONNECTION");
    }

    @Override
    public Outcome visitCreateSecret(CreateSecret statement) {
        return unsupported(statement, "CREATE SECRET");
    }

    @Override
    public Outcome visitCreateFunction(CreateFunction statement) {
        return unsupported(statement, "CREATE FUNCTION");
    }

    @Override
    public Outcome visitCreateExternalFunction(CreateExternalFunction statement) {
        return unsupported(statement, "CREATE FUNCTION … USING JAR");
    }

    @Override
    public Outcome visitCreateSubscription(CreateSubscription statement) {
        return unsupported(statement, "CREATE SUBSCRIPTION");
    }

    @Override
    public Outcome visitCreateUser(CreateUser statement) {
        return unsupported(statement, "CREATE USER");
    }

    @Override
    public Outcome visitCreateRole(CreateRole statement) {
        return unsupported(statement, "CREATE ROLE");
    }

    @Override
    public Outcome visitDrop(Drop statement) {
        return new Drops(services, run).drop(statement);
    }

    @Override
    public Outcome visitSuspend(Suspend statement) {
        return statement.kind() == ObjectKind.SINK
                ? new AlterSinks(services).suspend(statement)
                : new AlterQueries(services, run).suspend(statement);
    }

    @Override
    public Outcome visitResume(Resume statement) {
        return statement.kind() == ObjectKind.SINK
                ? new AlterSinks(services).resume(statement)
                : new AlterQueries(services, run).resume(statement);
    }

    @Override
    public Outcome visitRetry(Retry statement) {
        return new AlterSinks(services).retry(statement);
    }

    @Override
    public Outcome visitSkipBatch(SkipBatch statement) {
        return new AlterSinks(services).skip(statement);
    }

    @Override
    public Outcome visitAlterOptions(AlterOptions statement) {
        return unsupported(statement, "ALTER … SET");
    }

    @Override
    public Outcome visitShow(Show statement) {
        return new Shows(services).show(statement, run);
    }

    @Override
    public Outcome visitShowCreate(ShowCreate statement) {
        return new Shows(services).showCreate(statement);
    }

    @Override
    public Outcome visitDescribe(Describe statement) {
        return new Shows(services).describe(statement);
    }

    @Override
    public Outcome visitExplain(Explain statement) {
        return new Explains(services, run).explain(statement);
    }

    @Override
    public Outcome visitExplainRelation(ExplainRelation statement) {
        return new Explains(services, run).explainRelation(statement);
    }

    @Override
    public Outcome visitSetOption(SetOption statement) {
        return new SettingStatements(initial).set(statement, run.session());
    }

    @Override
    public Outcome visitResetOption(ResetOption statement) {
        return new SettingStatements(initial).reset(statement, run.session());
    }

    @Override
    public Outcome visitSetClock(SetClock statement) {
        return new ClockStatements(services, run).set(statement);
    }

    @Override
    public Outcome visitAdvanceClock(AdvanceClock statement) {
        return new ClockStatements(services, run).advance(statement);
    }

    @Override
    public Outcome visitKill(Kill statement) {
        return kill(statement);
    }

    @Override
    public Outcome visitCheckpoint(Checkpoint statement) {
        return unsupported(statement, "CHECKPOINT");
    }

    @Override
    public Outcome visitFetchSubscription(FetchSubscription statement) {
        return unsupported(statement, "FETCH … FROM a subscription");
    }

    @Override
    public Outcome visitGrant(Grant statement) {
        return unsupported(statement, "GRANT");
    }

    @Override
    public Outcome visitRevoke(Revoke statement) {
        return unsupported(statement, "REVOKE");
    }

    @Override
    public Outcome visitGrantRole(GrantRole statement) {
        return unsupported(statement, "GRANT of a role");
    }

    @Override
    public Outcome visitRevokeRole(RevokeRole statement) {
        return unsupported(statement, "REVOKE of a role");
    }

    @Override
    public Outcome visitBeginTransaction(BeginTransaction statement) {
        return unsupported(statement, "BEGIN");
    }

    @Override
    public Outcome visitCommitTransaction(CommitTransaction statement) {
        return unsupported(statement, "COMMIT");
    }

    @Override
    public Outcome visitRollbackTransaction(RollbackTransaction statement) {
        return unsupported(statement, "ROLLBACK");
    }

    @Override
    public Outcome visitQueryStatement(QueryStatement statement) {
        return new Selects(services, run).select(statement);
    }

    @Override
    public Outcome visitInsertStatement(InsertStatement statement) {
        return new Inserts(services, run).insert(statement);
    }

    @Override
    public Outcome visitUpdateStatement(UpdateStatement statement) {
        return unsupported(statement, "UPDATE");
    }

    @Override
    public Outcome visitDeleteStatement(DeleteStatement statement) {
        return unsupported(statement, "DELETE");
    }

    @Override
    public Outcome visitMergeStatement(MergeStatement statement) {
        return unsupported(statement, "MERGE");
    }

    private Outcome kill(Kill statement) {
        Written id = Written.node(statement.statementId());
        boolean stopped = id.text().chars().allMatch(Character::isDigit)
                && id.text().length() < 19
                && services.executions().cancel(Long.parseLong(id.text()));
        if (!stopped) {
            throw At.error(
                    ErrorCode.STATEMENT_NOT_FOUND,
                    id,
                    "no statement " + id.text() + " is running; SELECT id, sql FROM sys.statements lists them");
        }
        return new Outcome.Updated(0, List.of());
    }
}
