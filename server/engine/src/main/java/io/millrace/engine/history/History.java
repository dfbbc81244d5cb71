package io.millrace.engine.history;

/**
 * Where the driver writes down what happens, each thing before anybody sees it. Whoever does all of it again, in order, has the same
 * server.
 *
 * <p>Events come from the driver's thread, in the order in which they happened; {@link #sinkDone} and {@link #settle} may be
 * called by any thread. {@link #batch} returns when the batch is as durable as was asked for: the commit point.
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
    void settle();
}
