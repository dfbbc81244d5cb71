package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.builder.PageBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Reads a table or query again and again in the order of a column that grows: what has a greater value than was read before, and what has the
 * same and was not read.
 *
 * <p>With a delay, only values are read that were there for so long: what commits later than others with a greater value is not missed then.
 */
final class GrowthSource implements ReceivedSource {

    private static final String PARTITION = "rows";

    /** What the greatest value was at some time. */
    private record Seen(OrderValue greatest, long nanos) {}

    private final ReadingOptions options;
    private final ReadColumns columns;
    private final ReadingConnections connections;
    private final ReadingThread thread;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private Connection kept;
    private OrderValue bound;
    private volatile GrowthPlace place;

    GrowthSource(String name, ReadingOptions options, ReadColumns columns) {
        this.options = options;
        this.columns = columns;
        this.connections = new ReadingConnections(options.access());
        this.thread = new ReadingThread(name, options.what(), connections);
    }

    @Override
    public boolean catchesUp() {
        return options.delay().isZero();
    }

    @Override
    public String text(Offset offset) {
        return GrowthPlace.of(offset).toString();
    }

    @Override
    public void resume(Map<String, Offset> reached) {
        place = GrowthPlace.of(reached.get(PARTITION));
    }

    @Override
    public void start(Receiver receiver) {
        thread.start(() -> read(receiver), receiver);
    }

    static TargetColumn growing(ReadRelation relation, ReadingOptions options) {
        TargetColumn column = relation.column(options.growing().orElseThrow());
        OrderValue.checkGrowing(column);
        return column;
    }

    private Duration read(Receiver receiver) throws SQLException {
        Connection connection = connection();
        try {
            ReadRelation relation = ReadRelation.find(connection, options);
            TargetColumn column = growing(relation, options);
            if (options.delay().isZero() || isSettled(connection, relation, column)) {
                read(connection, relation, column, receiver);
            }
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            connections.close(connection);
            kept = null;
            throw e;
        }
        receiver.caughtUp(false);
        return options.pause();
    }

    /** The connection of the last time if it has not broken. */
    private Connection connection() throws SQLException {
        if (kept == null) {
            kept = connections.open();
        }
        return kept;
    }

    /** Finds out up to which value everything is there; false while that is not known of any. */
    private boolean isSettled(Connection connection, ReadRelation relation, TargetColumn column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT MAX(" + relation.quoted(column) + ") FROM " + relation.from())) {
            row.next();
            OrderValue greatest = OrderValue.read(row, 1, column);
            if (greatest.value() != null) {
                seen.add(new Seen(greatest, System.nanoTime()));
            }
        }
        while (!seen.isEmpty()
                && System.nanoTime() - seen.peek().nanos() >= options.delay().toNanos()) {
            bound = seen.poll().greatest();
        }
        return bound != null;
    }

    private void read(Connection connection, ReadRelation relation, TargetColumn column, Receiver receiver)
            throws SQLException {
        boolean unique = relation.isUnique(column);
        try (PreparedStatement select = connection.prepareStatement(sql(relation, column, unique))) {
            select.setFetchSize(options.fetchSize());
            int parameter = 1;
            if (place != null) {
                select.setObject(parameter++, place.greatest().value());
            }
            if (bound != null) {
                select.setObject(parameter, bound.value());
            }
            try (ResultSet rows = select.executeQuery()) {
                read(rows, column, unique, receiver);
            }
        }
    }

    private String sql(ReadRelation relation, TargetColumn column, boolean unique) {
        String name = relation.quoted(column);
        List<String> conditions = new ArrayList<>();
        conditions.add(place == null ? name + " IS NOT NULL" : name + (unique ? " > ?" : " >= ?"));
        if (bound != null) {
            conditions.add(name + " <= ?");
        }
        return "SELECT " + columns.list(relation) + ", " + name + " FROM " + relation.from() + " WHERE "
                + String.join(" AND ", conditions) + " ORDER BY " + name;
    }

    private void read(ResultSet rows, TargetColumn column, boolean unique, Receiver receiver) throws SQLException {
        SeenRows ties = new SeenRows(place);
        PageBuilder page = columns.page();
        long first = place == null ? 0 : place.count();
        long count = first;
        OrderValue greatest = null;
        while (rows.next()) {
            OrderValue value = OrderValue.read(rows, columns.count() + 1, column);
            if (!unique && !ties.add(value, columns.text(rows))) {
                continue;
            }
            columns.read(rows, page, count, receiver);
            count++;
            greatest = value;
            if (page.isFull()) {
                give(page, new GrowthPlace(count, value, unique ? List.of() : ties.ties()), receiver);
            }
        }
        if (greatest != null && count > (place == null ? 0 : place.count())) {
            give(page, new GrowthPlace(count, greatest, unique ? List.of() : ties.ties()), receiver);
        }
    }

    private void give(PageBuilder page, GrowthPlace reached, Receiver receiver) {
        receiver.accept(PARTITION, ReadColumns.pages(page), reached.offset());
        place = reached;
    }

    @Override
    public void close() {
        thread.close();
    }
}
