package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every source keeps to whose rows are pushed with offsets and which goes on from these after a restart. The outside system under test
 * has some ten thousand good rows, of which no two are equal.
 */
public abstract class ResumedConformance {

    /** A source that is not started. */
    protected abstract ReceivedSource open() throws Exception;

    /** The rows that are there, as {@link PageText} shows them. */
    protected abstract List<String> expected();

    /** Whether the source comes to an end. */
    protected abstract boolean finishes();

    private void assertRows(List<String> rows) {
        assertThat(rows.stream().sorted().toList())
                .isEqualTo(expected().stream().sorted().toList());
    }

    @Test
    void everyRowComesOnce() throws Exception {
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = open()) {
            assertThat(source.catchesUp()).isTrue();
            source.start(received);
            assertThat(received.awaitCaughtUp()).isEqualTo(finishes());
            assertRows(received.rows());
            assertThat(received.reached())
                    .allSatisfy((partition, offset) ->
                            assertThat(source.text(offset)).isNotBlank());
        }
    }

    @Test
    void sourceThatIsClosedAnywhereGoesOnFromItsOffsets() throws Exception {
        List<String> rows = new ArrayList<>();
        Map<String, Offset> reached = Map.of();
        boolean caughtUp = false;
        for (int life = 0; life < 1_000 && !caughtUp; life++) {
            CollectedRows received = new CollectedRows();
            received.holdAt(1);
            try (ReceivedSource source = open()) {
                if (!reached.isEmpty()) {
                    source.resume(copied(reached));
                }
                source.start(received);
                ConnectorThreads.await(() -> received.count() > 0 || received.isCaughtUp());
                caughtUp = received.isCaughtUp() && received.count() == 0;
            }
            awaitNoThreads();
            rows.addAll(received.rows());
            reached = merged(reached, received.reached());
        }
        assertThat(caughtUp).isTrue();
        assertRows(rows);
    }

    /** Offsets as they are after a restart: made of their bytes. */
    private static Map<String, Offset> copied(Map<String, Offset> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Offset.ofBytes(entry.getValue().bytes())));
    }

    private static Map<String, Offset> merged(Map<String, Offset> before, Map<String, Offset> after) {
        Map<String, Offset> all = new HashMap<>(before);
        after.forEach((partition, offset) ->
                assertThat(all.merge(partition, offset, Offset::max)).isEqualTo(offset));
        return all;
    }

    @Test
    void receiverThatFailsGetsTheSameRowsAgain() throws Exception {
        CollectedRows received = new CollectedRows();
        received.failOnce(new MillraceException(ErrorCode.SERVER_STOPPING, "not now"));
        try (ReceivedSource source = open()) {
            source.start(received);
            assertThat(received.awaitProblems(1)).first().asString().contains("not now");
            received.awaitCaughtUp();
            assertRows(received.rows());
        }
    }

    @Test
    void sourceThatWasNeverStartedCanBeClosed() throws Exception {
        ReceivedSource source = open();
        source.close();
        source.close();
        awaitNoThreads();
    }

    private static void awaitNoThreads() throws InterruptedException {
        ConnectorThreads.await(() -> ConnectorThreads.running().isEmpty());
    }
}
