package io.millrace.engine.driver.backfill;

import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** A stream whose rows the server keeps, and up to where a backfill has read them. */
final class KeptStream {

    private final String name;
    private final boolean goesOn;
    private long next;
    private long batch;

    /**
     * Begins to read.
     *
     * @param whole whether with the first row; else with the next to come
     * @param goesOn whether the query has read all that came before
     */
    KeptStream(String name, Published at, boolean whole, boolean goesOn) {
        this.name = name;
        this.goesOn = goesOn;
        this.next = whole ? log(at).firstSequence() : log(at).end();
        this.batch = whole ? -1 : at.batch();
    }

    private StreamLog.Snapshot log(Published at) {
        return (StreamLog.Snapshot) at.relation(name).orElseThrow(() -> BackfillInputs.dropped(name));
    }

    /** The number of the row up to which it was read. */
    long next() {
        return next;
    }

    /** Up to which it was read, where it is known how time came with its rows. */
    long batch() {
        return batch;
    }

    boolean caughtUp(Published at) {
        return next >= log(at).end();
    }

    /** The watermark that its rows came with up to where it was read. */
    long ownWatermark(Published at) {
        return log(at).watermark(batch);
    }

    /** Its watermark with what was read of it; at last that which it has for the others. */
    long watermark(Published at, boolean last) {
        if (log(at).isTimed() && !last) {
            return ownWatermark(at);
        }
        return caughtUp(at) ? at.watermark(name) : Watermarks.NONE;
    }

    /** Up to which batch it can be read at once. */
    long until(Published at, long rows) {
        return log(at).goesOn(batch) ? log(at).together(batch, next, rows) : Long.MAX_VALUE;
    }

    /** The number of the row with which it is read on. */
    long first(Published at) {
        long kept = log(at).firstSequence();
        if (goesOn && next < kept) {
            throw forgotten();
        }
        return Math.max(next, kept);
    }

    /** What a stream has forgotten is no part of it any more, but a query that has read what came before cannot go on without it. */
    private MillraceException forgotten() {
        return new MillraceException(
                ErrorCode.LIMIT_EXCEEDED,
                "the query was paused for so long that stream \"" + name
                        + "\" has forgotten rows which it has not read; drop it and create it again,"
                        + " with a greater stream.retention if this should not happen");
    }

    /**
     * Reads on.
     *
     * @param until up to which batch, where it is known with which its rows came
     * @param rows how many, where it is not
     */
    List<Page> take(Published at, long until, long rows) {
        long from = first(at);
        long most = rows;
        if (log(at).isTimed()) {
            most = log(at).rowsUntil(until, from) - from;
            batch = Math.max(batch, until == Long.MAX_VALUE ? -1L : until);
        }
        List<Page> pages = log(at).from(from, most);
        next = from + pages.stream().mapToLong(Page::size).sum();
        return pages;
    }

    /** Reads what was read before a restart: up to a row and a batch. */
    List<Page> takeAgain(Published at, long end, long lastBatch) {
        long from = first(at);
        restore(end, lastBatch);
        return log(at).from(from, end - from);
    }

    /** Goes on from where it was. */
    void restore(long reached, long lastBatch) {
        next = reached;
        batch = lastBatch;
    }
}
