package io.millrace.engine.history;

import io.millrace.spi.error.MillraceException;

/**
 * Where the driver writes down what happens, each thing before anybody sees it. Whoever does all of it again, in order, has the same
 * server.
 *
 * <p>Events come from the driver's thread, in the order in which they happened; {@link #sinkDone} and {@link #settle()} may be
 * called by any thread. Nothing is durable before somebody has waited for it.
 */
public interface History extends HistoryEvents {

    /** Nothing is written down: the server begins empty each time. */
    History NONE = new NoHistory();

    /** Grows with each start of the server. */
    long epoch();

    /** Where the next event will be: whoever has all that happened until now needs what comes from there on. */
    long position();

    /** Whether anything is written down at all. */
    boolean isKept();

    /** Returns when all that was written so far is as durable as was asked for. */
    default void settle() {
        settle(request());
    }

    /** Asks that all that was written so far becomes durable, without waiting; answers how far that is. */
    long request();

    /**
     * Whether all up to there is as durable as was asked for.
     *
     * @throws MillraceException JOURNAL_BROKEN when that will never be known
     */
    boolean isSettled(long mark);

    /** Returns when it is; throws as {@link #isSettled}. */
    void settle(long mark);

    /** What was written down cannot be carried out: nothing more is written, and the server is to stop. */
    void giveUp(MillraceException cause);

    /** How many bytes were written so far, as far as that is known. */
    long writtenBytes();

    /** @param listener is told, by any thread, when more is durable than before, or never will be */
    void onProgress(Runnable listener);
}
