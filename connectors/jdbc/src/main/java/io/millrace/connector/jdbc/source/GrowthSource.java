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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a table or query again and again in the order of a column that grows: what has a greater value than was read before, and what has the
 * same and was not read.
 *
 * <p>With a delay, only values are read that were there for so long: what commits later than others with a greater value is not missed then.
 */
final class GrowthSource implements ReceivedSource {

    private static final String PARTITION = "rows";

    private final ReadingOptions options;
    private final ReadColumns columns;
    private final ReadingConnections connections;
    private final ReadingThread thread;
    private final SettledValues settled;
    private Connection kept;
    private ReadRelation relation;
    private volatile GrowthPlace place;

    GrowthSource(String name, ReadingOptions options, ReadColumns columns) {
        this.options = options;
        this.columns = columns;
        this.connections = new ReadingConnections(options.access());
        this.settled = new SettledValues(options.delay());
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
        long begun = System.nanoTime(); // before the transaction, which sees at least what was there by now
        try {
            connect();
            TargetColumn column = growing(relation, options);
            if (options.delay().isZero()) {
                read(column, Optional.empty(), receiver);
            } else {
                lookAhead(column);
                Optional<OrderValue> bound = settled.bound(begun);
                if (bound.isPresent()) {
                    read(column, bound, receiver);
                }
            }
            kept.rollback();
        } catch (SQLException | RuntimeException | Error e) {
            disconnect();
            throw e;
        }
        receiver.caughtUp(false);
        return options.pause();
    }

    /** Goes on with the connection of the last time if it has not broken; what the database has is found out once for each. */
    private void connect() throws SQLException {
        if (kept == null) {
            kept = connections.open();
            relation = ReadRelation.find(kept, options);
            thread.answered();
        }
    }

    private void disconnect() {
        if (kept != null) {
            connections.close(kept);
            kept = null;
            relation = null;
        }
    }

    private void lookAhead(TargetColumn column) throws SQLException {
        try (Statement statement = kept.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT MAX(" + relation.quoted(column) + ") FROM " + relation.from())) {
            row.next();
            OrderValue greatest = OrderValue.read(row, 1, column);
            if (greatest.value() != null) {
                settled.see(greatest, System.nanoTime());
            }
        }
    }

    private void read(TargetColumn column, Optional<OrderValue> bound, Receiver receiver) throws SQLException {
        boolean unique = relation.isUnique(column);
        try (PreparedStatement select = kept.prepareStatement(sql(column, unique, bound.isPresent()))) {
            select.setFetchSize(options.fetchSize());
            int parameter = 1;
            if (place != null) {
                select.setObject(parameter++, place.greatest().value());
            }
            if (bound.isPresent()) {
                select.setObject(parameter, bound.get().value());
            }
            try (ResultSet rows = select.executeQuery()) {
                read(rows, column, unique, receiver);
            }
        }
    }

    private String sql(TargetColumn column, boolean unique, boolean bounded) {
        String name = relation.quoted(column);
        List<String> conditions = new ArrayList<>();
        conditions.add(place == null ? name + " IS NOT NULL" : name + (unique ? " > ?" : " >= ?"));
        if (bounded) {
            conditions.add(name + " <= ?");
        }
        return "SELECT " + columns.list(relation) + ", " + name + " FROM " + relation.from() + " WHERE "
                + String.join(" AND ", conditions) + " ORDER BY " + name;
    }

    private void read(ResultSet rows, TargetColumn column, boolean unique, Receiver receiver) throws SQLException {
        SeenRows ties = new SeenRows(place);
        PageBuilder page = columns.page();
        HeldRejects rejects = new HeldRejects();
        long count = place == null ? 0 : place.count();
        OrderValue greatest = null;
        while (rows.next()) {
            OrderValue value = OrderValue.read(rows, columns.count() + 1, column);
            if (!unique && !ties.add(value, columns.text(rows))) {
                continue;
            }
            columns.read(rows, page, count, rejects);
            count++;
            greatest = value;
            if (page.isFull() || rejects.isFull()) {
                give(page, rejects, new GrowthPlace(count, value, unique ? List.of() : ties.ties()), receiver);
            }
        }
        if (greatest != null && count > (place == null ? 0 : place.count())) {
            give(page, rejects, new GrowthPlace(count, greatest, unique ? List.of() : ties.ties()), receiver);
        }
    }

    private void give(PageBuilder page, HeldRejects rejects, GrowthPlace reached, Receiver receiver) {
        receiver.accept(PARTITION, ReadColumns.pages(page), reached.offset());
        place = reached;
        rejects.passOn(receiver);
    }

    @Override
    public void close() {
        thread.close();
    }
}
