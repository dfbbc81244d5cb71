package io.millrace.endpoint;

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
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A session of the {@link FakeSqlService}. */
final class FakeSession implements Session {

    private volatile boolean readOnly;

    private static final AtomicLong STATEMENT_IDS = new AtomicLong();

    private final FakeSqlService service;
    private final String id = UUID.randomUUID().toString();
    private final Principal principal;
    private final Map<String, String> settings = new ConcurrentHashMap<>(Map.of("schema", "main"));
    private final Map<Long, FakeCursor> cursors = new ConcurrentHashMap<>();

    FakeSession(FakeSqlService service, Principal principal, Map<String, String> properties) {
        this.service = service;
        this.principal = principal;
        properties.forEach(this::set);
    }

    private volatile boolean autoCommit = true;

    @Override
    public String quoted(String relation) {
        return '"' + relation + '"';
    }

    @Override
    public boolean autoCommit() {
        return autoCommit;
    }

    @Override
    public void autoCommit(boolean on) {
        autoCommit = on;
    }

    @Override
    public void commit() {
        settings.put("ended", "commit");
    }

    @Override
    public void rollback() {
        settings.put("ended", "rollback");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public PreparedSql prepare(String sql, CancelSignal signal) {
        FakeSqlService.Known known = service.known(sql);
        List<Field> columns = known.columns().fields();
        return new PreparedSql(STATEMENT_IDS.incrementAndGet(), sql, known.kind(), columns, known.parameters());
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void readOnly(boolean on) {
        readOnly = on;
    }

    @Override
    public Optional<String> returning(String sql, WantedColumns wanted) {
        return Optional.empty();
    }

    @Override
    public Outcome execute(PreparedSql script, ScriptProgress progress) {
        throw new UnsupportedOperationException("endpoints run no scripts of the server");
    }

    @Override
    public Outcome execute(
            PreparedSql statement,
            List<Object> parameters,
            long maxRows,
            CancelSignal signal,
            Consumer<Outcome> earlier) {
        Outcome outcome = service.known(statement.sql()).execution().apply(parameters);
        if (outcome instanceof Outcome.Rows) {
            FakeCursor cursor = (FakeCursor) ((Outcome.Rows) outcome).cursor();
            cursor.limit(maxRows);
            cursors.put(statement.id(), cursor);
            signal.onCancel(cursor::close);
        }
        return outcome;
    }

    @Override
    public void checkInsert(String relation) {
        // everybody may
    }

    @Override
    public SentRows.Taken insert(String relation, SentRows rows, CancelSignal signal) {
        return new SentRows.Taken(service.insert(rows), 0);
    }

    @Override
    public long[] executeBatch(PreparedSql statement, ParameterLists lists, CancelSignal signal) {
        List<Long> counts = new ArrayList<>();
        for (List<Object> parameters : lists.all()) {
            counts.add(((Outcome.Updated) execute(statement, parameters, 0)).count());
        }
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public List<RelationInfo> relations() {
        return service.relations();
    }

    @Override
    public List<String> schemas() {
        return service.relations().stream().map(RelationInfo::schema).distinct().toList();
    }

    @Override
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public void set(String setting, String value) {
        if (!setting.equals("schema") && !setting.equals("batch.interval")) {
            throw new MillraceException(ErrorCode.SETTING_UNKNOWN, "there is no setting \"" + setting + "\"");
        }
        if (value.equals("nowhere")) {
            throw new MillraceException(ErrorCode.SETTING_INVALID, "there is no schema \"nowhere\"");
        }
        settings.put(setting, value);
    }

    @Override
    public void close() {
        cursors.values().forEach(FakeCursor::close);
        service.closed(this);
    }
}
