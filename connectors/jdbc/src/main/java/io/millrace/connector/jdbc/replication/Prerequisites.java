package io.millrace.connector.jdbc.replication;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a database must be set to before the changes of a table can be followed. */
final class Prerequisites {

    private static final String MAY_REPLICATE =
            "SELECT current_user, rolsuper OR rolreplication OR EXISTS (SELECT 1 FROM pg_roles other"
                    + " WHERE other.rolname = 'rds_replication' AND pg_has_role(current_user, other.oid, 'member'))"
                    + " FROM pg_roles WHERE rolname = current_user";

    private final Connection connection;
    private final ReplicationOptions options;
    private final FollowedTable table;

    private Prerequisites(Connection connection, ReplicationOptions options, FollowedTable table) {
        this.connection = connection;
        this.options = options;
        this.table = table;
    }

    /** @throws MillraceException when one is not met, with what to do about it */
    static void check(Connection connection, ReplicationOptions options, FollowedTable table) throws SQLException {
        Prerequisites asked = new Prerequisites(connection, options, table);
        asked.checkServer();
        asked.checkTable();
        checkPublication(connection, options, table);
        if (Slot.find(connection, options.slot()).isPresent()) {
            throw unmet(
                    "replication slot \"" + options.slot() + "\" is there already; give option 'slot' another name, or"
                            + " remove it with SELECT pg_drop_replication_slot('" + options.slot() + "')");
        }
    }

    /** @throws MillraceException when the publication leaves out some of what changes in the table, with what to do about it */
    static void checkPublication(Connection connection, ReplicationOptions options, FollowedTable table)
            throws SQLException {
        Prerequisites asked = new Prerequisites(connection, options, table);
        asked.checkKinds();
        asked.checkPublished();
    }

    private void checkServer() throws SQLException {
        String level = text("SELECT current_setting('wal_level')");
        if (!level.equals("logical")) {
            throw unmet("the database has wal_level = " + level
                    + ", which does not tell changes of rows; set wal_level = logical there and restart it");
        }
        try (PreparedStatement select = connection.prepareStatement(MAY_REPLICATE);
                ResultSet row = select.executeQuery()) {
            row.next();
            if (!row.getBoolean(2)) {
                throw unmet("role \"" + row.getString(1) + "\" may not follow the log of the database; say ALTER ROLE "
                        + row.getString(1) + " REPLICATION there");
            }
        }
    }

    private void checkTable() throws SQLException {
        if (!table.isPlain() && !table.kind().equals("p")) {
            throw unmet(options.what() + " is no table, whose changes could be followed");
        }
        if (!text("SELECT has_table_privilege(CAST(? AS regclass), 'SELECT')::text", table.from())
                .equals("true")) {
            throw unmet("the role may not read " + options.what() + "; say GRANT SELECT ON " + table.from() + " TO it");
        }
        if (text("SELECT row_security_active(CAST(? AS regclass))::text", table.from())
                .equals("true")) {
            throw unmet("row-level security leaves rows of " + options.what()
                    + " out for the role; follow it with one that is its owner, or has BYPASSRLS");
        }
        for (String name : table.names()) {
            if (!table.columns().has(name)) {
                throw unmet("column \"" + name + "\" of " + options.what()
                        + " is generated, and the log does not have its values; leave it out, or compute it here");
            }
        }
        if (!table.columns().full()) {
            throw unmet("the log has only the keys of rows of " + options.what() + " that change; say ALTER TABLE "
                    + table.from() + " REPLICA IDENTITY FULL in the database");
        }
    }

    private void checkKinds() throws SQLException {
        String sql =
                "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate FROM pg_publication WHERE pubname = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, options.publication());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw unmet("the database has no publication \"" + options.publication()
                            + "\"; say CREATE PUBLICATION " + quoted() + " FOR TABLE " + table.from() + " there");
                }
                if (!row.getBoolean(1)) {
                    throw unmet("publication \"" + options.publication()
                            + "\" leaves changes out; say ALTER PUBLICATION " + quoted()
                            + " SET (publish = 'insert, update, delete, truncate') there");
                }
            }
        }
    }

    private String quoted() {
        return "\"" + options.publication() + "\"";
    }

    private void checkPublished() throws SQLException {
        String sql = "SELECT t.* FROM pg_publication_tables t JOIN pg_namespace n ON n.nspname = t.schemaname"
                + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename WHERE t.pubname = ? AND c.oid = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, options.publication());
            select.setLong(2, table.oid());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw unmet(
                            "publication \"" + options.publication() + "\" does not have " + options.what() + remedy());
                }
                if (row.getMetaData().getColumnCount() > 3) { // since PostgreSQL 15
                    checkWhole(row);
                }
            }
        }
    }

    private String remedy() {
        return table.kind().equals("p")
                ? " as a whole; say ALTER PUBLICATION " + quoted()
                        + " SET (publish_via_partition_root = true) and ADD TABLE " + table.from() + " there"
                : "; say ALTER PUBLICATION " + quoted() + " ADD TABLE " + table.from() + " there";
    }

    private void checkWhole(ResultSet row) throws SQLException {
        if (row.getString("rowfilter") != null) {
            throw unmet("publication \"" + options.publication() + "\" leaves rows of " + options.what()
                    + " out; make one without WHERE");
        }
        Set<String> published =
                new HashSet<>(List.of((String[]) row.getArray("attnames").getArray()));
        List<String> there = table.names().stream().filter(table.columns()::has).toList();
        for (int place : table.columns().places(there)) {
            String name = table.columns().columns().get(place).name();
            if (!published.contains(name)) {
                throw unmet("publication \"" + options.publication() + "\" leaves column \"" + name + "\" of "
                        + options.what() + " out; make one that has it");
            }
        }
    }

    private String text(String sql, String... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int parameter = 1; parameter <= values.length; parameter++) {
                select.setString(parameter, values[parameter - 1]);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static MillraceException unmet(String text) {
        return new MillraceException(ErrorCode.INVALID_DEFINITION, text);
    }
}
