package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.connector.jdbc.replication.LogColumns.LogColumn;
import io.millrace.connector.jdbc.source.ReadColumns;
import io.millrace.connector.jdbc.source.ReadRelation;
import io.millrace.spi.connector.SourceColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table as the catalog of the database describes it now.
 *
 * @param oid its number, which stays when it is renamed
 * @param from its quoted name in a FROM clause
 * @param list its columns that are read, quoted, in declared order
 * @param names of the same columns, as they are declared
 * @param kind 'r' for a plain table, 'p' for a partitioned one
 * @param columns all whose values the log has: no generated ones
 */
record FollowedTable(long oid, String from, String list, List<String> names, String kind, LogColumns columns) {

    private static final String PLAIN = "r";

    /** @throws io.millrace.spi.error.MillraceException when it is not there, or columns do not fit */
    static FollowedTable find(Connection connection, ReplicationOptions options, List<SourceColumn> declared)
            throws SQLException {
        ReadRelation relation = ReadRelation.table(connection, options.what(), options.table());
        String list = new ReadColumns(declared).list(relation);
        return describe(connection, relation, list, names(declared));
    }

    private static FollowedTable describe(Connection connection, ReadRelation relation, String list, List<String> names)
            throws SQLException {
        String sql = "SELECT n.nspname, c.relname, c.relkind::text, c.relreplident::text, c.oid::bigint FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = CAST(? AS regclass)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, relation.from());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                LogColumns columns = new LogColumns(
                        row.getString(1) + "." + row.getString(2),
                        row.getString(4).equals("f"),
                        columns(connection, relation.from()));
                return new FollowedTable(row.getLong(5), relation.from(), list, names, row.getString(3), columns);
            }
        }
    }

    private static List<LogColumn> columns(Connection connection, String from) throws SQLException {
        String sql = "SELECT attname, atttypid, atttypmod FROM pg_attribute"
                + " WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, from);
            try (ResultSet rows = select.executeQuery()) {
                List<LogColumn> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(new LogColumn(rows.getString(1), (int) rows.getLong(2), rows.getInt(3)));
                }
                return columns;
            }
        }
    }

    static List<String> names(List<SourceColumn> declared) {
        return declared.stream().map(column -> column.field().name()).toList();
    }

    /** The same, whatever its columns are by now. */
    static FollowedTable asItIs(Connection connection, ReplicationOptions options, List<SourceColumn> declared)
            throws SQLException {
        ReadRelation relation = ReadRelation.table(connection, options.what(), options.table());
        return describe(connection, relation, "", names(declared));
    }

    /** Whether it has rows of its own, which others that inherit from it do not belong to. */
    boolean isPlain() {
        return kind.equals(PLAIN);
    }

    /** Its own rows in a FROM clause: the log has those of tables that inherit from it under their names. */
    String rows() {
        return isPlain() ? "ONLY " + from : from;
    }

    /** Its schema and name with a point between, as the log has them. */
    String logName() {
        return columns.table();
    }

    /** See {@link LogColumns#shape}. */
    long shape() {
        return columns.shape(names);
    }

    /** All columns whose values the log has, for a table that was declared without any. */
    static List<TargetColumn> all(Connection connection, ReplicationOptions options) throws SQLException {
        return ReadRelation.table(connection, options.what(), options.table()).table().columns().stream()
                .filter(column -> !column.generated())
                .toList();
    }
}
