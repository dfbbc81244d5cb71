package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.apache.parquet.format.FileMetaData;

/** Reads row groups again that were written here. */
public interface GroupReading {

    /** Takes rows. */
    interface Target {
        void accept(Page page) throws IOException;
    }

    /** Hands all rows of the groups of a directory on, in their order. */
    void read(FileChannel channel, FileMetaData directory, RowType rowType, Target target) throws IOException;
}
