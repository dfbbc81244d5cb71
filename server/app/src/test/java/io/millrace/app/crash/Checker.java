package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares views with their queries while all others work. */
final class Checker extends Client {

    private final List<Map.Entry<String, String>> checks =
            List.copyOf(Schema.checks(Map.of()).entrySet());
    private volatile long made;

    Checker(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        Map.Entry<String, String> check = checks.get(random().nextInt(checks.size()));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(check.getValue())) {
            while (rows.next()) {
                assertThat(rows.getLong(1)).as(check.getKey()).isZero();
            }
        }
        made++;
        Thread.sleep(10);
    }

    /** How many comparisons it has made. */
    long made() {
        return made;
    }
}
