package io.millrace.connector.jdbc.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets a connection write values in the one way that is read here, and all rows, whatever server, database or user are set to. */
final class SessionTexts {

    private static final String[] SETTINGS = {
        "SET DateStyle = 'ISO, YMD'",
        "SET IntervalStyle = 'iso_8601'",
        "SET TimeZone = 'UTC'",
        "SET extra_float_digits = 3",
        "SET bytea_output = 'hex'",
        "SET xmloption = 'content'",
        "SET lc_monetary = 'C'",
        "SET row_security = off", // fails where rows would be left out
        "SET statement_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0"
    };

    private SessionTexts() {}

    static void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
        }
    }
}
