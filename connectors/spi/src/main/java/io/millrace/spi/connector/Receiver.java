package io.millrace.spi.connector;

import io.millrace.spi.data.Page;

/** Takes the rows of a {@link ReceivedSource}. Thread-safe. */
public interface Receiver extends RejectedRows {

    /**
     * Takes rows with all columns in declared order. Blocks while the server holds too many rows that no batch has taken yet:
     * that is how back-pressure reaches the sender. All weights are +1, unless the source {@linkplain ConnectorSource#changes() changes} rows.
     *
     * @param partition stable name of the sender, for watermarks per partition
     */
    void accept(String partition, Page page);

    /** Notes that a sender is gone: until rows come from it again, it does not hold time back. */
    void ended(String partition);

    /** Reports that the outside system failed and the source tries again; shown by SHOW STREAMS. */
    void problem(String text);
}
