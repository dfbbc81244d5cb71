package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.util.List;

/** Takes the rows of a {@link ReceivedSource}. Thread-safe. */
public interface Receiver extends RejectedRows {

    /**
     * Takes rows with all columns in declared order. Blocks while the server holds too many rows that no batch has taken yet:
     * that is how back-pressure reaches the sender. All weights are +1, unless the source {@linkplain ConnectorSource#changes() changes} rows.
     *
     * @param partition stable name of the sender, for watermarks per partition
     */
    void accept(String partition, Page page);

    /**
     * Takes rows, and how far the source has come with them: both are written down together, so that after a restart the source is told
     * of these offsets just those whose rows the server has. Blocks as {@link #accept(String, Page)} does.
     *
     * @param pages may be none, when there is nothing to tell but the offset
     * @param reached grows with each call for a partition
     */
    void accept(String partition, List<Page> pages, Offset reached);

    /**
     * The same, when these rows take the place of all that the table has, whatever came before: the outside system has emptied it, or its
     * content is read anew.
     */
    void acceptAnew(String partition, List<Page> pages, Offset reached);

    /**
     * Notes that what the outside system had when it was asked first was given.
     *
     * @param finished whether there will never be more
     */
    void caughtUp(boolean finished);

    /** Notes that a sender is gone: until rows come from it again, it does not hold time back. */
    void ended(String partition);

    /** Reports that the outside system failed and the source tries again; shown by SHOW STREAMS. */
    void problem(String text);
}
