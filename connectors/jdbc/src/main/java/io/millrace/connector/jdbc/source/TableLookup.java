package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.ColumnValues;
import io.millrace.connector.jdbc.database.JdbcErrors;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks rows of a table up by key: those of many keys with one question, and none again that was answered lately.
 *
 * <p>A thread of its own waits for the database, since drivers do not notice that a thread is interrupted.
 */
final class TableLookup implements LookupSource {

    private static final int MOST_IDLE = 8;
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A connection that nobody uses, and what it was made with. */
    private record Idle(Connection connection, Object logIn, long since) {}

    private final LookupDefinition definition;
    private final ReadingOptions options;
    private final ReadColumns columns;
    private final ReadingConnections connections;
    private final FoundRows cache;
    private final ConcurrentLinkedQueue<Idle> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;
    private volatile Optional<KeyQuestion> question = Optional.empty();
    private Object last;

    TableLookup(LookupDefinition definition, ReadingOptions options, FoundRows cache) {
        this.definition = definition;
        this.options = options;
        this.columns = new ReadColumns(definition.columns());
        this.connections = new ReadingConnections(options.access());
        this.cache = cache;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "millrace-jdbc-" + definition.table() + "-lookup");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Page lookUp(Page keys, int[] wanted) {
        forgetAnother();
        List<List<Object>> values = values(keys);
        Set<List<Object>> distinct = new LinkedHashSet<>(values);
        distinct.removeIf(key -> key.contains(null));
        long now = System.nanoTime();
        Map<List<Object>, List<FoundRows.Row>> found = cache.known(distinct, now);
        distinct.removeAll(found.keySet());
        if (!distinct.isEmpty()) {
            Map<List<Object>, List<FoundRows.Row>> answered = answered(List.copyOf(distinct));
            cache.keep(answered, now);
            found.putAll(answered);
        }
        return page(values, found, wanted);
    }

    /** The keys as lists of values; lists that have null in them stand for keys with a NULL. */
    private List<List<Object>> values(Page keys) {
        List<List<Object>> values = new ArrayList<>(keys.size());
        List<ColumnValues> readers = definition.keys().stream()
                .map(column -> new ColumnValues(type(column), null))
                .toList();
        for (int row = 0; row < keys.size(); row++) {
            Object[] key = new Object[readers.size()];
            for (int column = 0; column < key.length; column++) {
                key[column] = readers.get(column).value(keys.column(column), row);
            }
            values.add(Arrays.asList(key));
        }
        return values;
    }

    private Type type(int column) {
        return definition.columns().get(column).field().type();
    }

    private Map<List<Object>, List<FoundRows.Row>> answered(List<List<Object>> keys) {
        Future<Map<List<Object>, List<FoundRows.Row>>> answer = threads.submit(() -> ask(keys));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the look-up was cancelled", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw JdbcErrors.ofLookup(options.what() + " cannot be asked", failure);
            }
            if (e.getCause() instanceof MillraceException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Asks by a connection that is there already, and by a new one when that has broken meanwhile. */
    private Map<List<Object>, List<FoundRows.Row>> ask(List<List<Object>> keys) throws SQLException {
        Object logIn = connections.logIn();
        Optional<Connection> kept = kept(logIn);
        if (kept.isPresent()) {
            try {
                return ask(kept.get(), logIn, keys);
            } catch (SQLException e) {
                if (JdbcErrors.isOfData(e)) {
                    throw e;
                }
            }
        }
        Connection made = connections.open();
        made.setAutoCommit(true); // each question sees what is there when it is asked
        return ask(made, logIn, keys);
    }

    private Map<List<Object>, List<FoundRows.Row>> ask(Connection connection, Object logIn, List<List<Object>> keys)
            throws SQLException {
        boolean good = false;
        try {
            KeyQuestion asked = question.orElse(null);
            if (asked == null) {
                asked = KeyQuestion.of(ReadRelation.find(connection, options), definition, columns);
                question = Optional.of(asked);
            }
            Map<List<Object>, List<FoundRows.Row>> rows = asked.ask(connection, keys);
            good = true;
            return rows;
        } catch (SQLException e) {
            good = JdbcErrors.isOfData(e);
            throw e;
        } catch (MillraceException e) {
            good = e.code() == ErrorCode.INVALID_RECORD;
            throw e;
        } finally {
            if (good && idle.size() < MOST_IDLE) {
                idle.add(new Idle(connection, logIn, System.nanoTime()));
            } else {
                connections.close(connection);
            }
            if (!good) {
                question = Optional.empty(); // the table may be another now
            }
        }
    }

    /** A connection to the same database that was of use lately; others are closed. */
    private Optional<Connection> kept(Object logIn) {
        for (Idle kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.logIn().equals(logIn) && System.nanoTime() - kept.since() < LONGEST_IDLE_NANOS) {
                return Optional.of(kept.connection());
            }
            connections.close(kept.connection());
        }
        return Optional.empty();
    }

    /** What another database has answered is nothing to go by. */
    private synchronized void forgetAnother() {
        Object logIn;
        try {
            logIn = connections.logIn();
        } catch (SQLException e) {
            throw JdbcErrors.ofSource(options.what() + " cannot be asked", e);
        }
        if (last != null && !logIn.equals(last)) {
            cache.clear();
            question = Optional.empty();
        }
        last = logIn;
    }

    private Page page(List<List<Object>> values, Map<List<Object>, List<FoundRows.Row>> found, int[] wanted) {
        List<Type> types = new ArrayList<>();
        for (int column : wanted) {
            types.add(type(column));
        }
        PageBuilder page = new PageBuilder(types);
        IntColumnBuilder numbers = new IntColumnBuilder();
        for (int key = 0; key < values.size(); key++) {
            for (FoundRows.Row row : found.getOrDefault(values.get(key), List.of())) {
                for (int column = 0; column < wanted.length; column++) {
                    page.column(column).appendFrom(row.page().column(wanted[column]), row.row());
                }
                page.endRow();
                numbers.append(key);
            }
        }
        Page rows = page.build();
        List<Column> all = new ArrayList<>(List.of(numbers.build()));
        for (int column = 0; column < wanted.length; column++) {
            all.add(rows.column(column));
        }
        return Page.of(rows.size(), all);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.close();
    }
}
