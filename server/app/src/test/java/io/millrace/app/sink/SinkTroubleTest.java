package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sink that is slow, fails or hangs concerns nobody else, and gets every row in the end. */
@Timeout(120)
class SinkTroubleTest {

    @TempDir
    Path directory;

    private final OutsideSystem outside = OutsideSystem.create("outside");
    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SinkServer(directory, List.of());
        server.run("CREATE STREAM s (n BIGINT)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM s");
    }

    @AfterEach
    void stop() throws Exception {
        outside.answer();
        server.close();
    }

    /** Inserts rows one by one; each can be seen within a second. */
    private void insert(int from, int to) throws Exception {
        for (int n = from; n <= to; n++) {
            long start = System.nanoTime();
            server.run("INSERT INTO s VALUES (" + n + ")");
            assertThat(server.number("SELECT n FROM v")).isEqualTo(n);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void insertsAndViewsGoOnBesideASinkThatHangs() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        outside.hang();
        insert(1, 200);
        assertThat(outside.values()).isEmpty();
        assertThat(server.sink("lag_batches")).isEqualTo("200");
        assertThat(server.sink("lag_rows")).isEqualTo("200");
        assertThat(server.sink("delivered_batch")).isNull();
        outside.answer();
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(200));
        assertThat(outside.batches()).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(server.sink("delivered_rows")).isEqualTo("200");
        assertThat(server.sink("delivered_batch"))
                .isEqualTo(outside.batches().get(199).toString());
    }

    @Test
    void sinkThatFailsSaysSoAndLosesNothing() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        outside.before(batch -> {
            throw new MillraceException(ErrorCode.SINK_FAILED, "the outside is down");
        });
        insert(1, 20);
        server.awaitSink("failure", "the outside is down");
        assertThat(server.sink("status")).isEqualTo("RETRYING");
        assertThat(server.sink("failing_since")).isNotNull();
        assertThat(server.sink("lag_batches")).isEqualTo("20");
        assertThat(outside.values()).isEmpty();
        outside.before(batch -> {});
        server.run("ALTER SINK k RETRY");
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(20));
        assertThat(server.sink("status")).isEqualTo("RUNNING");
        assertThat(server.sink("failure")).isNull();
        assertThat(server.sink("failing_since")).isNull();
    }

    @Test
    void sinkThatThrowsErrorsIsTriedAgainByItself() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        AtomicInteger left = new AtomicInteger(3);
        outside.before(batch -> {
            if (left.getAndDecrement() > 0) {
                throw new StackOverflowError();
            }
        });
        insert(1, 5);
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(5));
        assertThat(outside.attempts()).isEqualTo(8);
    }

    @Test
    void batchThatIsRefusedStopsTheSinkUntilItIsSkipped() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        insert(1, 1);
        server.awaitSink("lag_batches", "0");
        outside.before(batch -> {
            if (outside.values().size() == 1) {
                throw new MillraceException(ErrorCode.INVALID_RECORD, "2 is not a prime of ours");
            }
        });
        insert(2, 4);
        server.awaitSink("status", "FAILED");
        assertThat(server.sink("failure")).isEqualTo("2 is not a prime of ours");
        server.run("ALTER SINK k RESUME");
        server.awaitSink("status", "FAILED");
        long refused = Long.parseLong(server.sink("delivered_batch")) + 1;
        assertThatThrownBy(() -> server.run("ALTER SINK k SKIP BATCH " + (refused + 1)))
                .hasMessageContaining("line 1:25")
                .hasMessageContaining("that is batch " + refused);
        outside.before(batch -> {});
        server.run("ALTER SINK k SKIP BATCH " + refused);
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).containsExactly(1L, 3L, 4L);
        assertThat(server.sink("skipped_rows")).isEqualTo("1");
        assertThat(server.sink("status")).isEqualTo("RUNNING");
    }

    @Test
    void suspendedSinkGetsWhatCameMeanwhileWhenItIsResumed() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        server.run("ALTER SINK k SUSPEND");
        insert(1, 10);
        assertThat(server.sink("status")).isEqualTo("SUSPENDED");
        assertThat(outside.attempts()).isZero();
        assertThatThrownBy(() -> server.run("ALTER SINK k RETRY")).hasMessageContaining("ALTER SINK k RESUME");
        server.run("ALTER SINK k RESUME");
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(10));
    }

    @Test
    void onlySinksCanBeAltered() {
        assertThatThrownBy(() -> server.run("ALTER SINK v SUSPEND"))
                .hasMessageContaining("\"v\" is a materialized view");
        assertThatThrownBy(() -> server.run("ALTER SINK x RESUME")).hasMessageContaining("there is no sink \"x\"");
        assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW v RETRY")).hasMessageContaining("not supported");
    }

    @Test
    void sinkThatIgnoresInterruptsIsDroppedWithinASecondAndClosedWhenItReturns() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        outside.hangStubbornly();
        insert(1, 3);
        SinkServer.await(outside::attempts, 1L);
        long start = System.nanoTime();
        server.run("DROP SINK K");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(server.number("SELECT COUNT(*) FROM sys.sinks")).isZero();
        assertThat(server.number("SELECT COUNT(*) FROM sys.queries WHERE name = 'k'"))
                .isZero();
        insert(4, 6);
        assertThat(outside.closed()).isFalse();
        outside.answer();
        SinkServer.await(outside::closed, true);
        assertThat(outside.values()).containsExactly(1L);
    }

    @Test
    void sinkThatIsDroppedHasWhatWasInsertedBefore() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        insert(1, 50);
        server.run("DROP SINK k");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(50));
        assertThat(outside.closed()).isTrue();
    }

    @Test
    void sinkThatIsMadeAgainGetsAllRowsAlthoughTheOutsideRemembersNumbers() throws Exception {
        insert(1, 10);
        server.createSink("AS SELECT STREAM n FROM s");
        server.run("DROP SINK k");
        server.createSink("AS SELECT STREAM n FROM s");
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).hasSize(20).startsWith(1L, 2L).endsWith(9L, 10L);
    }

    @Test
    void sinkThatIsReplacedGetsNothingMoreAndTheNewOneAll() throws Exception {
        OutsideSystem other = OutsideSystem.create("other");
        server.createSink("AS SELECT STREAM n FROM s");
        insert(1, 20);
        server.run(
                "CREATE OR REPLACE SINK K AS SELECT STREAM n FROM s WITH (connector = 'scripted', system = 'other')");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(20));
        assertThat(outside.closed()).isTrue();
        insert(21, 30);
        SinkServer.await(() -> server.number("SELECT lag_batches FROM sys.sinks WHERE name = 'K'"), 0L);
        assertThat(other.values()).isEqualTo(Numbers.upTo(30));
        assertThat(outside.values()).isEqualTo(Numbers.upTo(20));
    }

    @Test
    void sinkThatHangsCanBeReplaced() throws Exception {
        OutsideSystem other = OutsideSystem.create("other");
        server.createSink("AS SELECT STREAM n FROM s");
        outside.hangStubbornly();
        insert(1, 3);
        SinkServer.await(outside::attempts, 1L);
        server.run(
                "CREATE OR REPLACE SINK k AS SELECT STREAM n FROM s WITH (connector = 'scripted', system = 'other')");
        server.awaitSink("lag_batches", "0");
        assertThat(other.values()).isEqualTo(Numbers.upTo(3));
        assertThat(outside.closed()).isFalse();
    }

    @Test
    void sinkGoesOnWhenWhatIsToReplaceItCannotBeOpened() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        Files.writeString(directory.resolve("in the way"), "");
        assertThatThrownBy(() -> server.run("CREATE OR REPLACE SINK k AS SELECT STREAM n FROM s"
                        + " WITH (connector = 'files', format = 'csv', path = '" + directory + "')"))
                .hasMessageContaining("is not empty");
        insert(1, 5);
        server.awaitSink("lag_batches", "0");
        assertThat(outside.values()).isEqualTo(Numbers.upTo(5));
        assertThat(outside.closed()).isFalse();
    }

    @Test
    void serverStopsBesideASinkThatNeverReturns() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        outside.hangStubbornly();
        insert(1, 3);
        SinkServer.await(outside::attempts, 1L);
        long start = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void filesAreWrittenOnceTheirDirectoryIsThereAgain() throws Exception {
        Path files = directory.resolve("files");
        server.run("CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', path = '" + files
                + "', format = 'csv')");
        insert(1, 3);
        server.awaitSink("lag_batches", "0");
        Files.move(files, directory.resolve("moved"));
        Files.writeString(files, "not a directory");
        insert(4, 6);
        server.awaitSink("status", "RETRYING");
        assertThat(server.sink("failure")).contains("cannot").contains(files.toString());
        Files.delete(files);
        Files.move(directory.resolve("moved"), files);
        server.awaitSink("lag_batches", "0");
        assertThat(Files.readAllLines(files.resolve("rows.csv"))).containsExactly("1", "2", "3", "4", "5", "6");
    }
}
