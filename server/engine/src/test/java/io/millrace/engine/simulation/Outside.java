package io.millrace.engine.simulation;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The outside system of one sink, and the network to it: each delivery waits until it is let through. It outlives servers. */
final class Outside {

    /** What the network does to a delivery. */
    enum Passage {
        /** It arrives, and so does the answer. */
        THROUGH,
        /** It does not arrive. */
        LOST,
        /** It arrives, but the answer does not. */
        UNANSWERED
    }

    private final Map<String, Long> rows = new TreeMap<>();
    private long marker;
    private long epoch;
    private long refused;

    synchronized Map<String, Long> rows() {
        return new TreeMap<>(rows);
    }

    synchronized long marker() {
        return marker;
    }

    /** Rows of a server that was fenced. */
    synchronized long refused() {
        return refused;
    }

    /** Somebody empties the target of a sink that is gone; it remembers the number of the last batch. */
    synchronized void clear() {
        rows.clear();
    }

    private synchronized void take(long from, long batch, List<Page> pages) {
        if (from < epoch) {
            refused++;
            throw new MillraceException(ErrorCode.SINK_FAILED, "a later server has taken over");
        }
        epoch = from;
        if (batch <= marker) {
            throw new AssertionError("batch " + batch + " is delivered again after " + marker);
        }
        Rows.add(rows, pages);
        marker = batch;
    }

    /** The connection of one server. */
    final class Connection implements Sink {

        private final BlockingQueue<Boolean> arrivals = new ArrayBlockingQueue<>(1);
        private final BlockingQueue<Passage> passages = new ArrayBlockingQueue<>(1);
        private volatile boolean cut;

        /** What the server wants that has arrived: true when it delivers, false when it asks what there is. */
        boolean arrival() throws InterruptedException {
            return arrivals.take();
        }

        boolean hasArrival() {
            return !arrivals.isEmpty();
        }

        /** Lets what has arrived through, or not. */
        void pass(Passage passage) throws InterruptedException {
            passages.put(passage);
        }

        private Passage arrive(boolean delivers) {
            if (cut) {
                throw new MillraceException(ErrorCode.SINK_FAILED, "the connection is cut");
            }
            try {
                arrivals.put(delivers);
                return passages.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.SINK_FAILED, "interrupted", e);
            }
        }

        /** The server is dead: nothing of it arrives any more. */
        void cut() {
            cut = true;
            passages.offer(Passage.LOST);
        }

        @Override
        public long lastCommitted() {
            if (arrive(false) != Passage.THROUGH || cut) {
                throw new MillraceException(ErrorCode.SINK_FAILED, "the connection is lost");
            }
            return marker();
        }

        @Override
        public void deliver(long from, long batch, List<Page> pages) {
            Passage passage = arrive(true);
            if (passage != Passage.LOST && !cut) {
                take(from, batch, pages);
            }
            if (passage != Passage.THROUGH || cut) {
                throw new MillraceException(ErrorCode.SINK_FAILED, "the connection is lost");
            }
        }

        @Override
        public void close() {}
    }
}
