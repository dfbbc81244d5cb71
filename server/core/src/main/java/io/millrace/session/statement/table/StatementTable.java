package io.millrace.session.statement.table;

import static io.millrace.session.statement.table.Demands.creating;
import static io.millrace.session.statement.table.Demands.on;
import static io.millrace.session.statement.table.Effect.CHANGES_DEFINITIONS;
import static io.millrace.session.statement.table.Effect.CHANGES_ROWS;
import static io.millrace.session.statement.table.Effect.CONTROLS;
import static io.millrace.session.statement.table.Effect.READS;
import static io.millrace.session.statement.table.StatementKind.of;
import static io.millrace.session.statement.table.StatementKind.table;
import static io.millrace.session.statement.table.StatementKind.unsupported;

import io.millrace.catalog.Right;
import io.millrace.config.Settings;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.audit.Audit;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Conversation;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.session.statement.change.ChangeStatements;
import io.millrace.session.statement.change.Inserts;
import io.millrace.session.statement.control.AlterQueries;
import io.millrace.session.statement.control.AlterSinks;
import io.millrace.session.statement.control.ClockStatements;
import io.millrace.session.statement.control.Kills;
import io.millrace.session.statement.control.SettingStatements;
import io.millrace.session.statement.control.TransactionStatements;
import io.millrace.session.statement.ddl.AlterDefinitions;
import io.millrace.session.statement.ddl.Comments;
import io.millrace.session.statement.ddl.CreateFunctions;
import io.millrace.session.statement.ddl.CreateInputs;
import io.millrace.session.statement.ddl.CreateQueries;
import io.millrace.session.statement.ddl.Drops;
import io.millrace.session.statement.ddl.SchemaStatements;
import io.millrace.session.statement.query.Selects;
import io.millrace.session.statement.show.Explains;
import io.millrace.session.statement.show.Shows;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.BeginTransaction;
import io.millrace.sql.tree.change.CommitTransaction;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.RollbackTransaction;
import io.millrace.sql.tree.change.Savepoint;
import io.millrace.sql.tree.change.Truncate;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.control.AdvanceClock;
import io.millrace.sql.tree.control.Checkpoint;
import io.millrace.sql.tree.control.Kill;
import io.millrace.sql.tree.control.ResetOption;
import io.millrace.sql.tree.control.Resume;
import io.millrace.sql.tree.control.Retry;
import io.millrace.sql.tree.control.SetClock;
import io.millrace.sql.tree.control.SetOption;
import io.millrace.sql.tree.control.SkipBatch;
import io.millrace.sql.tree.control.Suspend;
import io.millrace.sql.tree.ddl.AddColumn;
import io.millrace.sql.tree.ddl.CommentOn;
import io.millrace.sql.tree.ddl.CreateExternalFunction;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.ddl.CreateMaterializedView;
import io.millrace.sql.tree.ddl.CreateSchema;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateSubscription;
import io.millrace.sql.tree.ddl.CreateTable;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.ddl.Drop;
import io.millrace.sql.tree.ddl.DropColumn;
import io.millrace.sql.tree.ddl.Rename;
import io.millrace.sql.tree.ddl.RenameColumn;
import io.millrace.sql.tree.query.FetchSubscription;
import io.millrace.sql.tree.query.QueryStatement;
import io.millrace.sql.tree.show.Describe;
import io.millrace.sql.tree.show.Explain;
import io.millrace.sql.tree.show.ExplainRelation;
import io.millrace.sql.tree.show.Show;
import io.millrace.sql.tree.show.ShowCreate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of statements: each kind once, with what it does, what it gives and who carries it out. */
public final class StatementTable {

    private static final List<StatementKind<?>> DEFINITIONS = List.of(
            of(
                    CreateStream.class,
                    CHANGES_DEFINITIONS,
                    Demands::stream,
                    (statement, services, run) -> statement
                            .query()
                            .map(query -> new CreateQueries(services, run).createStream(statement, query))
                            .orElseGet(() -> new CreateInputs(services, run).createStream(statement))),
            of(
                    CreateTable.class,
                    CHANGES_DEFINITIONS,
                    Demands::table,
                    (statement, services, run) -> new CreateInputs(services, run).createTable(statement)),
            of(
                    CreateView.class,
                    CHANGES_DEFINITIONS,
                    creating(CreateView::mode, view -> Written.name(view.name())),
                    (statement, services, run) -> new CreateQueries(services, run).createView(statement)),
            of(
                    CreateMaterializedView.class,
                    CHANGES_DEFINITIONS,
                    creating(CreateMaterializedView::mode, view -> Written.name(view.name())),
                    (statement, services, run) -> new CreateQueries(services, run).createMaterializedView(statement)),
            of(
                    CreateSink.class,
                    CHANGES_DEFINITIONS,
                    Demands::sink,
                    (statement, services, run) -> new CreateQueries(services, run).createSink(statement)),
            of(
                    CreateSchema.class,
                    CHANGES_DEFINITIONS,
                    Demands::schema,
                    (statement, services, run) -> new SchemaStatements(services, run).create(statement)),
            of(
                    CommentOn.class,
                    CHANGES_DEFINITIONS,
                    Demands::comment,
                    (statement, services, run) -> new Comments(services, run).comment(statement)),
            of(
                    Drop.class,
                    CHANGES_DEFINITIONS,
                    Demands::drop,
                    (statement, services, run) -> new Drops(services, run).drop(statement)),
            of(
                    CreateFunction.class,
                    CHANGES_DEFINITIONS,
                    Demands::function,
                    (statement, services, run) -> new CreateFunctions(services, run).create(statement)),
            of(
                    CreateExternalFunction.class,
                    CHANGES_DEFINITIONS,
                    Demands.of(Right.CONNECT),
                    (statement, services, run) -> CreateFunctions.withoutTypes(statement)),
            unsupported(CreateSubscription.class, CHANGES_DEFINITIONS, Demands.of(Right.CREATE), "CREATE SUBSCRIPTION"),
            of(
                    Rename.class,
                    CHANGES_DEFINITIONS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterDefinitions(services, run).rename(statement)),
            of(
                    RenameColumn.class,
                    CHANGES_DEFINITIONS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterDefinitions(services, run).renameColumn(statement)),
            of(
                    AddColumn.class,
                    CHANGES_DEFINITIONS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterDefinitions(services, run).addColumn(statement)),
            of(
                    DropColumn.class,
                    CHANGES_DEFINITIONS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterDefinitions(services, run).dropColumn(statement)));

    private static final List<StatementKind<?>> ROWS = List.of(
            new StatementKind<>(
                    QueryStatement.class,
                    READS,
                    Demands::nothing,
                    Selects::shape,
                    (statement, services, run) -> new Selects(services, run).select(statement)),
            new StatementKind<>(
                    InsertStatement.class,
                    CHANGES_ROWS,
                    Demands::insert,
                    Inserts::shape,
                    (statement, services, run) -> new Inserts(services, run).insert(statement)),
            new StatementKind<>(
                    UpdateStatement.class,
                    CHANGES_ROWS,
                    on(Right.UPDATE, update -> Written.name(update.target())),
                    ChangeStatements::shape,
                    (statement, services, run) -> new ChangeStatements(services, run).change(statement)),
            new StatementKind<>(
                    DeleteStatement.class,
                    CHANGES_ROWS,
                    on(Right.DELETE, delete -> Written.name(delete.target())),
                    ChangeStatements::shape,
                    (statement, services, run) -> new ChangeStatements(services, run).change(statement)),
            of(
                    Truncate.class,
                    CHANGES_ROWS,
                    on(Right.TRUNCATE, truncate -> Written.name(truncate.target())),
                    (statement, services, run) -> new ChangeStatements(services, run).truncate(statement)),
            new StatementKind<>(
                    MergeStatement.class,
                    CHANGES_ROWS,
                    Demands::merge,
                    ChangeStatements::shape,
                    (statement, services, run) -> new ChangeStatements(services, run).change(statement)),
            unsupported(FetchSubscription.class, CONTROLS, Demands::nothing, "FETCH … FROM a subscription"),
            of(
                    BeginTransaction.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) -> new TransactionStatements(run).begin(statement)),
            of(
                    CommitTransaction.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) -> new TransactionStatements(run).commit(statement)),
            of(
                    RollbackTransaction.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) -> new TransactionStatements(run).rollback(statement)),
            of(
                    Savepoint.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) -> new TransactionStatements(run).savepoint(statement)));

    private static final List<StatementKind<?>> LOOKING = List.of(
            table(
                    Show.class,
                    Demands::nothing,
                    (statement, services) ->
                            new Shows(services).table(statement).rowType(),
                    (statement, services, run) -> new Shows(services).show(statement, run)),
            table(
                    ShowCreate.class,
                    Demands::showCreate,
                    (statement, services) -> Shows.showCreateType(),
                    (statement, services, run) -> new Shows(services).showCreate(statement)),
            table(
                    Describe.class,
                    Demands::describe,
                    (statement, services) -> Shows.describeType(),
                    (statement, services, run) -> new Shows(services).describe(statement)),
            table(
                    Explain.class,
                    (explain, access) -> check(explain.statement(), access),
                    (statement, services) -> Explains.rowType(statement.mode()),
                    (statement, services, run) -> new Explains(services, run).explain(statement)),
            table(
                    ExplainRelation.class,
                    on(Right.SELECT, explain -> Written.name(explain.name())),
                    (statement, services) -> Explains.rowType(statement.mode()),
                    (statement, services, run) -> new Explains(services, run).explainRelation(statement)));

    private static final List<StatementKind<?>> CONTROL = List.of(
            of(
                    SetOption.class,
                    CONTROLS,
                    (set, access) -> Demands.setting(Written.name(set.key()), set, access),
                    (statement, services, run) ->
                            new SettingStatements(services.initial()).set(statement, run.session())),
            of(
                    ResetOption.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) ->
                            new SettingStatements(services.initial()).reset(statement, run.session())),
            of(
                    SetClock.class,
                    CONTROLS,
                    Demands.of(Right.CLOCK),
                    (statement, services, run) -> new ClockStatements(services, run).set(statement)),
            of(
                    AdvanceClock.class,
                    CONTROLS,
                    Demands.of(Right.CLOCK),
                    (statement, services, run) -> new ClockStatements(services, run).advance(statement)),
            of(
                    Suspend.class,
                    CONTROLS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> statement.kind() == ObjectKind.SINK
                            ? new AlterSinks(services, run).suspend(statement)
                            : new AlterQueries(services, run).suspend(statement)),
            of(
                    Resume.class,
                    CONTROLS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> statement.kind() == ObjectKind.SINK
                            ? new AlterSinks(services, run).resume(statement)
                            : new AlterQueries(services, run).resume(statement)),
            of(
                    Retry.class,
                    CONTROLS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterSinks(services, run).retry(statement)),
            of(
                    SkipBatch.class,
                    CONTROLS,
                    on(Right.ALTER, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new AlterSinks(services, run).skip(statement)),
            of(
                    Kill.class,
                    CONTROLS,
                    Demands::nothing,
                    (statement, services, run) -> Kills.kill(statement, services, run)),
            of(Checkpoint.class, CONTROLS, Demands.of(Right.CHECKPOINT), (statement, services, run) -> {
                services.checkpoints().take(run.execution());
                return new Outcome.Updated(0, List.of());
            }));

    private static final Map<Class<?>, StatementKind<?>> KINDS =
            List.of(DEFINITIONS, ROWS, LOOKING, CONTROL, OutsideKinds.ALL, PeopleKinds.ALL).stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableMap(StatementKind::type, Function.identity()));

    /** What controls only the session, other statements, or when something is written that is there already. */
    private static final Set<Class<?>> CHANGE_NOTHING = Set.of(
            BeginTransaction.class,
            CommitTransaction.class,
            RollbackTransaction.class,
            Savepoint.class,
            SetOption.class,
            ResetOption.class,
            Kill.class,
            Checkpoint.class,
            FetchSubscription.class);

    private StatementTable() {}

    static Map<Class<?>, StatementKind<?>> kinds() {
        return KINDS;
    }

    private static StatementKind<?> kind(Statement statement) {
        StatementKind<?> kind = KINDS.get(statement.getClass());
        if (kind == null) {
            throw new IllegalStateException("no " + statement.getClass() + " in the table of statements");
        }
        return kind;
    }

    /** What a statement does. */
    public static Effect effect(Statement statement) {
        return kind(statement).effect();
    }

    /** Fails when a statement must not be carried out. */
    public static void check(Statement statement, Access access) {
        kind(statement).check(statement, access);
    }

    /** Fails when a statement changes something, in a session that is to change nothing. */
    public static void checkWritable(Statement statement, Conversation session) {
        boolean changes = effect(statement) != READS && !CHANGE_NOTHING.contains(statement.getClass());
        if (changes && session.readOnly()) {
            throw At.error(
                    ErrorCode.READ_ONLY,
                    Written.node(statement),
                    "the session is read-only, and " + words(statement) + " changes something");
        }
    }

    /** The kind of a statement in words of SQL. */
    public static String words(Statement statement) {
        return kind(statement).words();
    }

    /** Finds out what a statement needs and gives, without carrying it out. */
    public static StatementShape shape(Statement statement, Asked asked) {
        check(statement, asked.access());
        return kind(statement).shape(statement, asked);
    }

    /** The shape of a statement that cannot be planned yet: what depends on what exists is left out. */
    public static StatementShape unknownShape(Statement statement) {
        return StatementShape.withoutRows(
                statement instanceof QueryStatement query && query.continuous()
                        ? PreparedSql.Kind.STREAM
                        : effect(statement).gives());
    }

    /** Carries a statement out. */
    public static Outcome execute(Services services, Run run) {
        Statement statement = run.parsed().statement();
        check(statement, run.access(services.definitions()));
        checkWritable(statement, run.session());
        if (effect(statement) != Effect.CONTROLS) {
            run.transaction().ifPresent(Transaction::checkRights);
        }
        switch (effect(statement)) {
            case READS, CHANGES_ROWS -> run.session().transactions().use();
            case CHANGES_DEFINITIONS -> {
                if (!run.session().transactions().leave()) {
                    return define(services, run, run.transaction().orElseThrow());
                }
            }
            case CONTROLS -> {}
        }
        Outcome outcome = kind(statement).run(statement, services, run);
        if (kind(statement).isAudited()) {
            services.audit()
                    .add(
                            run.execution().principal(),
                            words(statement),
                            Audit.Outcome.ALLOWED,
                            run.parsed().text());
        }
        return outcome;
    }

    /** Checks a statement of a transaction, which is carried out with its COMMIT. */
    private static Outcome define(Services services, Run run, Transaction transaction) {
        Statement statement = run.parsed().statement();
        if (!transaction.isAnnounced()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "what is defined can be changed in a transaction that begins with BEGIN; COMMIT or ROLLBACK first");
        }
        if (run.parsed().parameters() > 0) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "a definition in a transaction has no parameters; write the values");
        }
        Outcome outcome = kind(statement).run(statement, services, run);
        Settings then = run.settings();
        transaction.add(
                run.parsed().text(),
                (commit, owner) ->
                        kind(statement).run(statement, services.during(commit), run.later(commit, then, owner)));
        return outcome;
    }
}
