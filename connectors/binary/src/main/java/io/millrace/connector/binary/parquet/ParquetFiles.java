package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Row groups as blocks. */
record ParquetFiles(List<SourceColumn> columns) implements BlockFormat {

    @Override
    public List<Long> ends(FileChannel channel, long from, long most) throws IOException {
        ParquetFooter footer = ParquetFooter.read(channel);
        new FileColumns(footer, columns); // refuses what cannot be read
        List<Long> ends = new ArrayList<>();
        for (int group = 0; group < footer.groups(); group++) {
            if (footer.start(group) >= from && (ends.isEmpty() || footer.start(group) - from < most)) {
                ends.add(footer.end(group));
            }
        }
        if (ends.isEmpty() && from < footer.size()) {
            ends.add(footer.size());
        }
        return ends;
    }

    @Override
    public Reader open(FileChannel channel, long from, long to, int[] asked, RejectedRows rejected) throws IOException {
        ParquetFooter footer = ParquetFooter.read(channel);
        return new GroupReader(channel, footer, new FileColumns(footer, columns), asked, from, to, rejected);
    }
}
