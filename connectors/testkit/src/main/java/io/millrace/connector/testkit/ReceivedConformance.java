package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every source keeps to whose rows are pushed. The source under test has one VARCHAR column of any text. */
public abstract class ReceivedConformance {

    private final CollectedRows received = new CollectedRows();

    /** A new source that is not started. */
    protected abstract ReceivedSource open() throws Exception;

    /** A new sender of the source; waits until it can send. */
    protected abstract Sender sender(ReceivedSource source) throws Exception;

    /** Somebody who pushes rows. */
    public interface Sender extends AutoCloseable {

        void send(List<String> rows) throws Exception;

        /** Goes away. */
        @Override
        void close() throws Exception;
    }

    @Test
    void everyRowComesOnceAndInOrder() throws Exception {
        List<String> rows = IntStream.range(0, 20_000).mapToObj(i -> "row " + i).toList();
        try (ReceivedSource source = open()) {
            source.start(received);
            try (Sender sender = sender(source)) {
                sender.send(rows);
                assertThat(received.awaitRows(rows.size())).isEqualTo(rows);
            }
        }
    }

    @Test
    void senderThatGoesIsReportedAsEnded() throws Exception {
        try (ReceivedSource source = open()) {
            source.start(received);
            try (Sender sender = sender(source)) {
                sender.send(List.of("a"));
                received.awaitRows(1);
            }
            assertThat(received.awaitEnded(1)).isNotEmpty();
        }
    }

    @Test
    void closingLetsAThreadGoThatTheServerHoldsUp() throws Exception {
        Set<Thread> before = ConnectorThreads.running();
        received.holdAt(1);
        try (ReceivedSource source = open()) {
            source.start(received);
            Sender sender = sender(source);
            sender.send(List.of("a", "b"));
            received.awaitRows(1);
            source.close();
            ConnectorThreads.await(() -> before.containsAll(ConnectorThreads.running()));
            try {
                sender.close();
            } catch (java.io.IOException e) {
                // the source has gone first
            }
        }
    }

    @Test
    void sourceThatWasNeverStartedCanBeClosed() throws Exception {
        Set<Thread> before = ConnectorThreads.running();
        ReceivedSource source = open();
        source.close();
        source.close();
        ConnectorThreads.await(() -> before.containsAll(ConnectorThreads.running()));
    }

    @Test
    void receiverThatFailsDoesNotStopTheSource() throws Exception {
        received.failOnce(new MillraceException(io.millrace.spi.error.ErrorCode.SERVER_STOPPING, "not now"));
        try (ReceivedSource source = open()) {
            source.start(received);
            try (Sender first = sender(source)) {
                first.send(List.of("lost"));
                received.awaitProblems(1);
            }
            try (Sender second = sender(source)) {
                second.send(List.of("kept"));
                assertThat(received.awaitRows(1)).containsExactly("kept");
            }
        }
    }
}
