package io.millrace.app.sink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database or server, and statements to it, each list of them on a connection of its own. */
public interface JdbcPeer {

    Connection connect() throws SQLException;

    default void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The text of the first value that a query gives; null when it is NULL. */
    default String text(String sql) throws SQLException {
        return column(sql).get(0);
    }

    /** The texts of the first column that a query gives. */
    default List<String> column(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
