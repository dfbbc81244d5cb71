package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Asks for checkpoints, now and then. */
final class CheckpointCaller extends Client {

    private volatile long taken;

    CheckpointCaller(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        Thread.sleep(random().nextInt(300));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            taken++;
        }
    }

    long taken() {
        return taken;
    }
}
