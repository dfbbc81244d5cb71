package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server numbers rows, and somebody kills it again and again. */
class NumbersIT {

    private static final int KILLS = 3;
    private static final int WRITERS = 3;

    @TempDir
    Path directory;

    @Test
    void noNumberIsGivenTwiceAndNoneIsLost() throws Exception {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        for (int kill = 0; kill <= KILLS; kill++) {
            KilledServer server = KilledServer.launch(directory);
            server.awaitReady();
            if (kill == 0) {
                server.run("CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, w INT)");
            }
            checkAll(server, told);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(new Thread(() -> write(server, writer, told)));
            }
            writers.forEach(Thread::start);
            int before = told.size();
            while (told.size() < before + 200) {
                Thread.sleep(10);
            }
            if (kill == 1) {
                server.run("CHECKPOINT");
            }
            server.kill();
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private static void checkAll(KilledServer server, List<Long> told) throws Exception {
        List<Long> there = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
            while (rows.next()) {
                there.add(rows.getLong(1));
            }
        }
        assertThat(there).doesNotHaveDuplicates();
        assertThat(told).doesNotHaveDuplicates();
        Set<Long> known = new HashSet<>(there);
        assertThat(known).containsAll(told);
    }

    private static void write(KilledServer server, int writer, List<Long> told) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet rows = statement.executeQuery(
                        "INSERT INTO t (w) VALUES (" + writer + "), (" + writer + ") RETURNING id")) {
                    List<Long> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    told.addAll(ids);
                }
            }
        } catch (SQLException e) {
            return; // the server was killed
        }
    }
}
