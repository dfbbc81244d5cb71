package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericRecord;

/** Reads blocks of an object container file. */
final class AvroBlockReader implements BlockFormat.Reader {

    private final DataFileReader<GenericRecord> file;
    private final long end;
    private final PageBuilder builder;
    private final RowReader rows;
    private final RejectedRows rejected;
    private final AvroInput in = new AvroInput();
    private final long[] positions = new long[Page.MAX_ROWS];

    private long block;
    private long inBlock;
    private long count;
    private Page page;

    AvroBlockReader(
            FileChannel channel, long from, long to, List<SourceColumn> columns, int[] asked, RejectedRows rejected)
            throws IOException {
        this.file = AvroFiles.open(channel);
        if (from > 0) {
            file.seek(from);
        }
        this.end = to;
        this.rejected = rejected;
        this.builder = new PageBuilder(Arrays.stream(asked)
                .mapToObj(column -> columns.get(column).field().type())
                .toList());
        this.rows = new RowReader(file.getSchema(), columns, asked, builder);
    }

    @Override
    public boolean advance() throws IOException {
        while (!builder.isFull() && (inBlock < count || nextBlock())) {
            readRows();
            if (inBlock == count && !builder.isEmpty()) {
                break; // texts are slices of the block
            }
        }
        boolean more = !builder.isEmpty();
        page = more ? builder.build() : null;
        return more;
    }

    private void readRows() {
        while (inBlock < count && !builder.isFull()) {
            positions[builder.size()] = block + inBlock;
            rows.read(in, block + inBlock, rejected);
            inBlock = rows.isLost() ? count : inBlock + 1; // what was left was refused as a whole
        }
    }

    private boolean nextBlock() throws IOException {
        try {
            if (file.previousSync() >= end || !file.hasNext()) {
                return false;
            }
            block = file.previousSync();
            ByteBuffer found = file.nextBlock();
            byte[] bytes = new byte[found.remaining()]; // pages keep it, the reader would use its own again
            found.get(bytes);
            in.reset(bytes, 0, bytes.length);
            count = file.getBlockCount();
            inBlock = 0;
            return true;
        } catch (AvroRuntimeException e) {
            throw new IOException("the block at byte " + file.previousSync() + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public Page page() {
        return page;
    }

    @Override
    public long[] positions() {
        return Arrays.copyOf(positions, page.size());
    }
}
