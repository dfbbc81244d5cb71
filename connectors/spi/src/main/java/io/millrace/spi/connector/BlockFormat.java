package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * How a format finds its way in files that are not records one behind the other, but blocks of many records with a structure around
 * them. A file is complete when it is read. Thread-safe.
 */
public interface BlockFormat {

    /**
     * Where blocks end, ascending: places at which reading may stop and begin again.
     *
     * @param from where to begin: 0, or one of these places
     * @param most about how many bytes are wanted; at least one block is given, if there is one
     * @return the last of all is the size of the file, whatever stands behind the last block
     * @throws io.millrace.spi.error.MillraceException when the file is none of the format, or has no values for the columns
     */
    List<Long> ends(FileChannel channel, long from, long most) throws IOException;

    /**
     * Reads the blocks between two of the places that {@link #ends} gives, or from 0 on.
     *
     * @param channel stays open as long as the reader, and is closed by who opened it
     * @param columns indexes into {@link SourceDefinition#columns()} of the columns to deliver; metadata columns are never among them
     */
    Reader open(FileChannel channel, long from, long to, int[] columns, RejectedRows rejected) throws IOException;

    /** Reads some blocks page by page, on one thread. */
    interface Reader {

        /** Moves to the next page; false at the end. */
        boolean advance() throws IOException;

        /** The page that {@link #advance} moved to; not empty. */
        Page page();

        /** The position of each row of the page, which grows: where its block begins, and how many rows of the block come before it. */
        long[] positions();
    }
}
