package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import io.millrace.session.Cell;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert;

/** A server with one session, as tests talk to it. */
final class TestServer implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final LocalSqlService service;
    private final Session session;

    TestServer(Path directory) {
        this(Settings.defaults().with("partitions", "2"), Clock.systemUTC(), directory);
    }

    TestServer(Settings settings, Clock clock, Path directory) {
        service = LocalSqlService.create(settings, clock, directory);
        session = service.open(Principal.anybody("ann"), Map.of());
    }

    LocalSqlService service() {
        return service;
    }

    Session session() {
        return session;
    }

    /** Runs a statement or script and gives its outcome. */
    Outcome run(String sql, Object... parameters) {
        return session.execute(session.prepare(sql), Arrays.asList(parameters), 0);
    }

    /** The update count of a statement. */
    long update(String sql, Object... parameters) {
        return ((Outcome.Updated) run(sql, parameters)).count();
    }

    Cursor open(String sql, Object... parameters) {
        return ((Outcome.Rows) run(sql, parameters)).cursor();
    }

    /** All rows of a result. */
    List<List<Object>> rows(String sql, Object... parameters) {
        return all(run(sql, parameters));
    }

    /** The first column of a result. */
    List<Object> column(String sql) {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    static Cursor cursor(Outcome outcome) {
        return ((Outcome.Rows) outcome).cursor();
    }

    static List<List<Object>> all(Outcome outcome) {
        try (Cursor cursor = cursor(outcome)) {
            List<List<Object>> rows = new ArrayList<>();
            Cursor.Fetched fetched;
            do {
                fetched = fetch(cursor);
                rows.addAll(rows(cursor, fetched));
            } while (!fetched.last());
            return rows;
        }
    }

    /** Checks that a statement fails with that code and text. */
    void fails(String sql, ErrorCode code, String text, Object... parameters) {
        assertFails(() -> rowsOrNothing(sql, parameters), code, text);
    }

    /** Checks that a statement fails with that text. */
    void failsAnyCode(String sql, String text) {
        assertThatThrownBy(() -> rowsOrNothing(sql))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.userMessage()).contains(text));
    }

    private void rowsOrNothing(String sql, Object... parameters) {
        if (run(sql, parameters) instanceof Outcome.Rows rows) {
            all(rows);
        }
    }

    static void assertFails(ThrowableAssert.ThrowingCallable call, ErrorCode code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code() + " " + e.userMessage())
                                .startsWith(code.name())
                                .contains(text));
    }

    /** Waits until something is so. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it happens in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** The next rows of a cursor, at least so many. */
    static List<List<Object>> next(Cursor cursor, int atLeast) {
        List<List<Object>> rows = new ArrayList<>();
        boolean last = false;
        while (rows.size() < atLeast && !last) {
            Cursor.Fetched fetched = fetch(cursor);
            rows.addAll(rows(cursor, fetched));
            last = fetched.last();
        }
        return rows;
    }

    private static Cursor.Fetched fetch(Cursor cursor) {
        Cursor.Fetched fetched = cursor.fetch(100, WAIT);
        assertThat(fetched.last() || !fetched.pages().isEmpty())
                .as("rows have come in time")
                .isTrue();
        return fetched;
    }

    private static List<List<Object>> rows(Cursor cursor, Cursor.Fetched fetched) {
        List<List<Object>> rows = new ArrayList<>();
        for (Page page : fetched.pages()) {
            for (int row = 0; row < page.size(); row++) {
                List<Object> values = new ArrayList<>();
                for (int column = 0; column < page.columnCount(); column++) {
                    values.add(Cell.get(page.column(column), cursor.rowType().type(column), row));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    /** The first column of a result as lines. */
    String text(String sql) {
        StringBuilder text = new StringBuilder();
        rows(sql).forEach(row -> text.append(row.get(0)).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        service.close();
    }
}
