package io.millrace.spi.connector;

import io.millrace.spi.data.Page;

/**
 * Finds and parses the records in blocks of bytes, straight into columns.
 *
 * <p>Not thread-safe: one parser per reader. The caller loops: {@link #parse} consumes complete records, {@link #takePage}
 * collects the rows. String columns of a page may be slices of {@code buffer}, and the parser may write into the bytes of
 * records it consumed (to resolve escapes in place): the caller hands every buffer over for good and never writes to or
 * reads from the bytes that were consumed. Taking the page before passing on to the next buffer saves copying.
 */
public interface RecordParser {

    /** Called once per file with its header line (without line end), where the format has one. */
    void header(byte[] buffer, int start, int end);

    /**
     * Parses records of {@code buffer[start .. end)} until the page is full or no complete record is left.
     *
     * @param position source position (byte offset in the partition) of {@code buffer[start]}, for rejected records
     * @param last whether the input ends at {@code end}: a last record without line end then counts as complete
     * @return the index after the last consumed record; {@code start} when nothing complete was there
     */
    int parse(byte[] buffer, int start, int end, long position, boolean last, RejectedRows rejected);

    /** Rows that wait for {@link #takePage}. */
    int rows();

    /** Whether the page is full and must be taken before parsing on. */
    boolean isFull();

    /** Asks the parser to keep the source position of every row from now on, for metadata columns. */
    void keepPositions();

    /**
     * The source positions of the first {@link #rows} waiting rows; to be read before {@link #takePage}, and only after
     * {@link #keepPositions}. Valid until the next call.
     */
    long[] positions();

    /** The rows parsed since the last call. All pages share one column order, that of the {@code columns} asked for. */
    Page takePage();
}
