package io.millrace.session.local;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.CancelSignal;
import io.millrace.session.Outcome;
import io.millrace.session.ParameterLists;
import io.millrace.session.PreparedSql;
import io.millrace.session.Principal;
import io.millrace.session.RelationInfo;
import io.millrace.session.ScriptProgress;
import io.millrace.session.SentRows;
import io.millrace.session.Session;
import io.millrace.session.WantedColumns;
import io.millrace.session.audit.Audit;
import io.millrace.session.ingest.RowParsing;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Conversation;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementFailures;
import io.millrace.session.statement.change.Inserts;
import io.millrace.session.statement.control.SettingStatements;
import io.millrace.session.statement.table.StatementTable;
import io.millrace.session.system.OpenSession;
import io.millrace.session.transaction.SessionTransactions;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A session of the local server. */
final class LocalSession implements Session, Conversation {

    private final OpenSession facts;
    private final Services services;
    private final PreparedScripts scripts;
    private final SessionTransactions transactions;
    private final Consumer<LocalSession> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Settings settings;
    private volatile boolean readOnly;
    private volatile long lastUse;

    LocalSession(
            OpenSession facts,
            Services services,
            PlannedQueries planned,
            ServerMemory memory,
            Settings own,
            Consumer<LocalSession> onClose) {
        this.facts = facts;
        this.services = services;
        this.settings = own;
        this.scripts = new PreparedScripts(services, planned, memory);
        this.transactions = new SessionTransactions(
                services.definitions(),
                services.driver(),
                facts.principal(),
                () -> memory.statement(settings.number(Setting.STATEMENT_MEMORY)));
        this.onClose = onClose;
        this.lastUse = facts.openedAt();
    }

    OpenSession facts() {
        return facts;
    }

    long lastUse() {
        return lastUse;
    }

    @Override
    public String id() {
        return facts.id();
    }

    @Override
    public Principal principal() {
        return facts.principal();
    }

    @Override
    public PreparedSql prepare(String sql, CancelSignal signal) {
        checkOpen();
        long id = services.executions().nextId();
        try (Execution execution = begin(id, sql, signal)) {
            return scripts.prepare(sql, id, path(), execution, transactions.pending())
                    .prepared();
        } catch (RuntimeException | Error e) {
            throw failure(e, sql);
        }
    }

    @Override
    public Optional<String> returning(String sql, WantedColumns wanted) {
        checkOpen();
        try {
            return KeysReturned.text(sql, SqlParsing.parseScript(sql), path(), wanted, access());
        } catch (RuntimeException | Error e) {
            throw failure(e, sql);
        }
    }

    @Override
    public Outcome execute(
            PreparedSql statement,
            List<Object> parameters,
            long maxRows,
            CancelSignal signal,
            Consumer<Outcome> earlier) {
        return execute(statement, parameters, maxRows, signal, ScriptProgress.NEW, earlier);
    }

    @Override
    public Outcome execute(PreparedSql script, ScriptProgress progress) {
        return execute(script, List.of(), 0, new CancelSignal(), progress, Outcome::drop);
    }

    private Outcome execute(
            PreparedSql statement,
            List<Object> parameters,
            long maxRows,
            CancelSignal signal,
            ScriptProgress progress,
            Consumer<Outcome> earlier) {
        checkOpen();
        try {
            PreparedScript script = script(statement, signal);
            Optional<Outcome> outcome = Optional.empty();
            ScriptRemainder remainder = new ScriptRemainder(progress, services.definitions());
            for (int i = 0; i < script.statements().size(); i++) {
                Qualified qualified = qualified(script, i);
                ScriptRemainder.Need need = remainder.need(qualified.statement());
                if (need == ScriptRemainder.Need.NONE) {
                    continue;
                }
                outcome.ifPresent(earlier);
                try {
                    SearchPath path = path();
                    outcome = Optional.of(path.told(
                            qualified, execute(script, i, qualified, parameters, maxRows, signal, Optional.empty())));
                } catch (MillraceException e) {
                    remainder.failed(e);
                    throw SearchPath.placed(qualified, e);
                }
                if (need == ScriptRemainder.Need.RUN) {
                    progress.ran(
                            qualified.statement().text(), transactions.current().isEmpty());
                }
            }
            return outcome.orElseGet(() -> new Outcome.Updated(0, List.of()));
        } catch (RuntimeException | Error e) {
            throw failure(e, statement.sql());
        }
    }

    /** What a client is told; that something was denied is written down. */
    private MillraceException failure(Throwable thrown, String sql) {
        MillraceException told = transactions.explained(StatementFailures.of(thrown, sql));
        services.executions().counts().failed(told.code());
        if (told.code() == ErrorCode.ACCESS_DENIED) {
            services.audit().add(principal(), "STATEMENT", Audit.Outcome.DENIED, sql);
        }
        return told;
    }

    /** Executes a definition again, with the plan that it had when that can be read. */
    void define(DefinitionText definition) {
        PreparedSql prepared = prepare(definition.text());
        CancelSignal signal = new CancelSignal();
        PreparedScript script = script(prepared, signal);
        execute(script, 0, qualified(script, 0), List.of(), 0, signal, StoredPlans.of(definition));
    }

    /** Begins to run a statement that the signal stops. */
    Execution begin(long id, String sql, CancelSignal signal) {
        Execution execution = services.executions().begin(id, id(), principal(), sql, settings);
        try {
            PlanningMemory.holdText(execution.memory(), sql);
        } catch (RuntimeException e) {
            execution.close();
            throw e;
        }
        signal.onCancel(execution::cancel);
        return execution;
    }

    private PreparedScript script(PreparedSql statement, CancelSignal signal) {
        Optional<PreparedScript> known = scripts.find(statement);
        if (known.isPresent()) {
            return known.get();
        }
        try (Execution execution = begin(statement.id(), statement.sql(), signal)) {
            return scripts.prepare(statement.sql(), statement.id(), path(), execution, transactions.pending());
        }
    }

    SearchPath path() {
        return new SearchPath(settings.text(Setting.SCHEMA));
    }

    private Access access() {
        return new Access(
                principal(),
                transactions.pending().orElseGet(() -> services.definitions().current()));
    }

    /** A statement in which names have the schemas that they have now. */
    Qualified qualified(PreparedScript script, int index) {
        return script.statement(index, path(), this::access);
    }

    private Outcome execute(
            PreparedScript script,
            int index,
            Qualified qualified,
            List<Object> parameters,
            long maxRows,
            CancelSignal signal,
            Optional<PlannedQuery> storedPlan) {
        ParsedStatement statement = qualified.statement();
        Execution execution = begin(script.prepared().id(), statement.text(), signal);
        long begun = System.nanoTime();
        boolean open = false;
        try {
            PlanningMemory.holdPlan(execution.memory(), statement);
            Run run = new Run(
                    this,
                    execution,
                    statement,
                    script.checkedAgainst(path()),
                    script.ready(),
                    script.parametersOf(index, parameters),
                    maxRows,
                    storedPlan,
                    Optional.empty());
            Outcome outcome = StatementTable.execute(services.during(execution), run);
            open = outcome instanceof Outcome.Rows && execution.hasCursor();
            return outcome;
        } finally {
            services.executions().counts().ran(System.nanoTime() - begun);
            if (!open) {
                execution.close();
            }
        }
    }

    @Override
    public long[] executeBatch(PreparedSql statement, ParameterLists lists, CancelSignal signal) {
        checkOpen();
        try {
            PreparedScript script = script(statement, signal);
            long begun = System.nanoTime();
            long[] counts = new ParameterBatch(services, this, script).execute(lists, signal);
            services.executions().counts().ran(System.nanoTime() - begun);
            return counts;
        } catch (RuntimeException | Error e) {
            throw failure(e, statement.sql());
        }
    }

    private ParsedStatement insertion(String relation) {
        String sql = "INSERT INTO " + quoted(relation) + " VALUES (NULL)";
        try {
            return SqlParsing.parseStatement(sql);
        } catch (RuntimeException | Error e) {
            throw failure(e, sql);
        }
    }

    @Override
    public String quoted(String relation) {
        return path().named(relation, access()).quoted();
    }

    @Override
    public void checkInsert(String relation) {
        checkOpen();
        ParsedStatement statement = insertion(relation);
        try {
            StatementTable.check(
                    statement.statement(),
                    new Access(principal(), services.definitions().current()));
        } catch (RuntimeException | Error e) {
            throw failure(e, statement.text());
        }
    }

    @Override
    public SentRows.Taken insert(String relation, SentRows rows, CancelSignal signal) {
        checkOpen();
        ParsedStatement statement = insertion(relation);
        RowParsing parsing = new RowParsing(services.connectors(), rows);
        try (Execution execution = begin(services.executions().nextId(), statement.text(), signal)) {
            Run run = new Run(
                    this, execution, statement, -1, Ready.NOTHING, List.of(), 0, Optional.empty(), Optional.empty());
            StatementTable.check(statement.statement(), run.access(services.definitions()));
            StatementTable.checkWritable(statement.statement(), this);
            transactions.use();
            run.transaction().ifPresent(Transaction::checkRights);
            return new Inserts(services.during(execution), run)
                    .insertRows((InsertStatement) statement.statement(), parsing::parse);
        } catch (MillraceException e) {
            throw parsing.placed(e)
                    ? e
                    : StatementFailures.of(new MillraceException(e.code(), e.getMessage(), e), statement.text());
        } catch (RuntimeException | Error e) {
            throw failure(e, statement.text());
        }
    }

    @Override
    public List<RelationInfo> relations() {
        checkOpen();
        return new SeenRelations(services, principal()).all();
    }

    @Override
    public List<String> schemas() {
        checkOpen();
        return principal().seen(services.definitions().catalog()).schemas();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            if (setting.scope() == Setting.Scope.SESSION) {
                texts.put(setting.key(), settings.text(setting));
            }
        }
        return texts;
    }

    @Override
    public Settings effectiveSettings() {
        return settings;
    }

    @Override
    public SessionTransactions transactions() {
        return transactions;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void readOnly(boolean on) {
        checkOpen();
        if (on != readOnly && transactions.current().isPresent()) {
            throw new MillraceException(
                    ErrorCode.TRANSACTION_STATE,
                    "a transaction goes on, which cannot become read-only or cease to be; COMMIT or ROLLBACK ends it");
        }
        readOnly = on;
    }

    @Override
    public boolean autoCommit() {
        return transactions.autoCommit();
    }

    @Override
    public void autoCommit(boolean on) {
        ending("COMMIT", execution -> transactions.autoCommit(on, execution));
    }

    @Override
    public void commit() {
        ending("COMMIT", transactions::commit);
    }

    @Override
    public void rollback() {
        ending("ROLLBACK", execution -> transactions.rollback());
    }

    private void ending(String sql, Consumer<Execution> work) {
        checkOpen();
        try (Execution execution = begin(services.executions().nextId(), sql, new CancelSignal())) {
            work.accept(execution);
        } catch (RuntimeException | Error e) {
            throw failure(e, sql);
        }
    }

    @Override
    public void set(String setting, String value) {
        checkOpen();
        change(SettingStatements.changed(
                settings,
                setting,
                value,
                principal().rights(services.definitions().catalog().people())));
    }

    @Override
    public void change(Settings changed) {
        settings = SettingStatements.checked(
                settings, changed, principal().seen(services.definitions().catalog()));
    }

    private void checkOpen() {
        lastUse = services.clock().millis();
        if (closed.get()) {
            throw new MillraceException(ErrorCode.CONNECTION_NOT_FOUND, "the session is closed");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            services.executions().cancelSession(id());
            scripts.close();
            transactions.close();
            onClose.accept(this);
        }
    }
}
