package io.millrace.endpoint;

import io.millrace.session.Holding;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.Principal;
import io.millrace.session.RelationInfo;
import io.millrace.session.SentRows;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.session.measure.Measures;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A server that knows only the statements that a test teaches it; each is found by its exact text. */
public final class FakeSqlService implements SqlService {

    /** What a statement is and does. */
    record Known(
            PreparedSql.Kind kind,
            RowType columns,
            List<Field> parameters,
            Function<List<Object>, Outcome> execution) {}

    private final Map<String, Known> statements = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final List<RelationInfo> relations = new CopyOnWriteArrayList<>();
    private volatile ToLongFunction<SentRows> rows = sent -> 0;
    private volatile Optional<MillraceException> problem = Optional.empty();
    private final List<FakeCursor> cursors = new CopyOnWriteArrayList<>();

    /** A query that ends. */
    public FakeSqlService query(String sql, RowType columns, Page... pages) {
        return query(sql, columns, List.of(), parameters -> List.of(pages));
    }

    /** A query whose rows depend on parameters. */
    public FakeSqlService query(
            String sql, RowType columns, List<Field> parameters, Function<List<Object>, List<Page>> rows) {
        statements.put(sql, new Known(PreparedSql.Kind.QUERY, columns, parameters, values -> {
            FakeCursor cursor = opened(new FakeCursor(columns));
            rows.apply(values).forEach(cursor::emit);
            cursor.end();
            return new Outcome.Rows(cursor, List.of());
        }));
        return this;
    }

    /** A query that never ends; the test feeds each cursor that it opens. */
    public FakeSqlService stream(String sql, RowType columns) {
        statements.put(
                sql,
                new Known(
                        PreparedSql.Kind.STREAM,
                        columns,
                        List.of(),
                        values -> new Outcome.Rows(opened(new FakeCursor(columns)), List.of())));
        return this;
    }

    /** A statement that changes as many rows as {@code count} says. */
    public FakeSqlService update(
            String sql, List<Field> parameters, Function<List<Object>, Long> count, String... notices) {
        statements.put(
                sql,
                new Known(
                        PreparedSql.Kind.UPDATE,
                        new RowType(List.of()),
                        parameters,
                        values -> new Outcome.Updated(count.apply(values), List.of(notices))));
        return this;
    }

    /** A statement that fails when it runs. */
    public FakeSqlService failure(String sql, RuntimeException failure) {
        return update(sql, List.of(), values -> {
            throw failure;
        });
    }

    public FakeSqlService relation(RelationInfo relation) {
        relations.add(relation);
        return this;
    }

    private FakeCursor opened(FakeCursor cursor) {
        cursors.add(cursor);
        return cursor;
    }

    /** All cursors that were ever opened, oldest first. */
    public List<FakeCursor> cursors() {
        return cursors;
    }

    public long openCursors() {
        return cursors.stream().filter(cursor -> !cursor.isClosed()).count();
    }

    public int openSessions() {
        return sessions.size();
    }

    List<RelationInfo> relations() {
        return relations;
    }

    Known known(String sql) {
        Known known = statements.get(sql);
        if (known == null) {
            String hint = Names.nearest(sql, statements.keySet())
                    .map(nearest -> "; did you mean " + nearest)
                    .orElse("");
            throw new MillraceException(
                    ErrorCode.SYNTAX_ERROR,
                    new io.millrace.spi.error.Position(1, 1),
                    "the test did not teach this statement" + hint);
        }
        return known;
    }

    /** What becomes of rows that are sent. */
    public FakeSqlService rows(ToLongFunction<SentRows> insertion) {
        rows = insertion;
        return this;
    }

    long insert(SentRows sent) {
        return rows.applyAsLong(sent);
    }

    void closed(Session session) {
        sessions.remove(session.id());
    }

    @Override
    public Session open(Principal principal, Map<String, String> properties) {
        if (principal.name().equals("mallory")) {
            throw new MillraceException(ErrorCode.SETTING_INVALID, "mallory may not connect");
        }
        FakeSession session = new FakeSession(this, principal, properties);
        sessions.put(session.id(), session);
        return session;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Principal logIn(String name, String password, String address) {
        throw new MillraceException(ErrorCode.LOGIN_FAILED, "nobody logs in here");
    }

    @Override
    public Principal vouched(String name, String address) {
        throw new MillraceException(ErrorCode.LOGIN_FAILED, "nobody logs in here");
    }

    @Override
    public Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public Holding holding() {
        return Holding.UNCOUNTED;
    }

    @Override
    public Measures measures(Principal principal) {
        return new Measures();
    }

    @Override
    public Optional<MillraceException> problem() {
        return problem;
    }

    /** From now on it cannot do what it is there for. */
    FakeSqlService problem(MillraceException why) {
        problem = Optional.of(why);
        return this;
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }
}
