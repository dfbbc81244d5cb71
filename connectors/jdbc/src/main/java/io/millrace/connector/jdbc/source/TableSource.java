package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.Database;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Reads a table or query once, by ranges of its key at the same time. In PostgreSQL all of them see it at the same time; in other databases
 * each sees its range at one time. What broke off goes on behind the newest row of each range that the server has.
 */
final class TableSource implements ReceivedSource {

    /** Tables with fewer keys are not worth several connections. */
    private static final long LEAST_KEYS_OF_A_RANGE = 10_000;

    private final String name;
    private final ReadingOptions options;
    private final ReadColumns columns;
    private final ReadingConnections connections;
    private final ReadingThread thread;
    private List<RangeReading> ranges = List.of();

    TableSource(String name, ReadingOptions options, ReadColumns columns) {
        this.name = name;
        this.options = options;
        this.columns = columns;
        this.connections = new ReadingConnections(options.access());
        this.thread = new ReadingThread(name, options.what(), connections);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public boolean catchesUp() {
        return true;
    }

    @Override
    public String text(Offset offset) {
        return RangePlace.of(offset).toString();
    }

    @Override
    public void resume(Map<String, Offset> reached) {
        List<Long> borders = RangePlace.of(reached.values().iterator().next()).borders();
        List<RangeReading> known = new ArrayList<>();
        for (int index = 0; index <= borders.size(); index++) {
            Offset offset = reached.get(new RangeReading(index, RangePlace.start(borders)).partition());
            known.add(new RangeReading(index, offset == null ? RangePlace.start(borders) : RangePlace.of(offset)));
        }
        ranges = known;
    }

    @Override
    public void start(Receiver receiver) {
        thread.start(() -> read(receiver), receiver);
    }

    private Duration read(Receiver receiver) throws SQLException, InterruptedException {
        Connection first = connections.open();
        try {
            ReadRelation relation = ReadRelation.find(first, options);
            thread.answered();
            List<TargetColumn> key = key(relation, options);
            checkFilled(first, relation, key);
            if (ranges.isEmpty()) {
                ranges = divided(first, relation, key);
            }
            List<RangeReading> left =
                    ranges.stream().filter(range -> !range.place().done()).toList();
            String snapshot = left.size() < 2 ? "" : share(first);
            List<Callable<Void>> parts = new ArrayList<>();
            for (RangeReading range : left) {
                parts.add(() -> {
                    read(range, snapshot, relation, key, receiver);
                    return null;
                });
            }
            ParallelReading.run("millrace-jdbc-" + name + "-range", parts);
        } finally {
            connections.close(first);
        }
        receiver.caughtUp(true);
        return null;
    }

    private void read(
            RangeReading range, String snapshot, ReadRelation relation, List<TargetColumn> key, Receiver receiver)
            throws SQLException {
        Connection connection = connections.open();
        try {
            if (!snapshot.isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
                }
            }
            range.read(connection, relation, key, columns, options.fetchSize(), receiver);
        } finally {
            connections.close(connection);
        }
    }

    /** Lets other connections see what this one sees; empty when the database cannot. */
    private String share(Connection connection) throws SQLException {
        if (options.access().database() != Database.POSTGRESQL) {
            return "";
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The columns that tell rows apart; none when nothing does. */
    static List<TargetColumn> key(ReadRelation relation, ReadingOptions options) {
        List<String> names = options.key().isEmpty() ? relation.table().primaryKey() : options.key();
        List<TargetColumn> key = names.stream().map(relation::column).toList();
        key.forEach(OrderValue::check);
        if (!key.isEmpty()) {
            relation.checkTellsApart(key, "option 'key'");
        }
        return key;
    }

    /** Fails where a column of option 'key' is NULL: ranges would leave such rows out, and so would going on behind a key. */
    private void checkFilled(Connection connection, ReadRelation relation, List<TargetColumn> key) throws SQLException {
        for (TargetColumn column : key) {
            if (relation.mayBeNull(column) && isNullSomewhere(connection, relation, column)) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + column.name() + "\" of option 'key' is NULL in rows of " + options.what()
                                + ", which could be missed; name columns that never are");
            }
        }
    }

    private static boolean isNullSomewhere(Connection connection, ReadRelation relation, TargetColumn column)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            try (ResultSet row = statement.executeQuery(
                    "SELECT 1 FROM " + relation.from() + " WHERE " + relation.quoted(column) + " IS NULL")) {
                return row.next();
            }
        }
    }

    private List<RangeReading> divided(Connection connection, ReadRelation relation, List<TargetColumn> key)
            throws SQLException {
        List<Long> borders = key.size() == 1 && OrderValue.isWhole(key.get(0)) && options.splits() > 1
                ? borders(connection, relation, key.get(0))
                : List.of();
        List<RangeReading> divided = new ArrayList<>();
        for (int index = 0; index <= borders.size(); index++) {
            divided.add(new RangeReading(index, RangePlace.start(borders)));
        }
        return divided;
    }

    private List<Long> borders(Connection connection, ReadRelation relation, TargetColumn key) throws SQLException {
        String column = relation.quoted(key);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT MIN(" + column + "), MAX(" + column + ") FROM " + relation.from())) {
            row.next();
            long least = row.getLong(1);
            long greatest = row.getLong(2);
            double width = (double) greatest - least;
            int count = (int) Math.min(options.splits(), width / LEAST_KEYS_OF_A_RANGE);
            List<Long> borders = new ArrayList<>();
            for (int border = 1; border < count; border++) {
                borders.add(least + (long) (width * border / count));
            }
            return borders;
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
