package io.millrace.connector.binary.parquet;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** The directory at the end of a file. */
record ParquetFooter(FileMetaData file, long size) {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = 8;

    static ParquetFooter read(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < TAIL + MAGIC.length) {
            throw new IOException("it is no file of Parquet, or not a whole one");
        }
        ByteBuffer tail = ByteBuffer.wrap(bytes(channel, size - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        if (!tail.equals(ByteBuffer.wrap(MAGIC)) || length <= 0 || length > size - TAIL - MAGIC.length) {
            throw new IOException("it is no file of Parquet, or not a whole one, or encrypted");
        }
        byte[] footer = bytes(channel, size - TAIL - length, length);
        return new ParquetFooter(Util.readFileMetaData(new ByteArrayInputStream(footer)), size);
    }

    private static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("it ended while it was read");
            }
        }
        return bytes.array();
    }

    int groups() {
        return file.getRow_groupsSize();
    }

    /** Where a group begins for those who read up to there; the first one with the file. */
    long start(int group) {
        return group == 0 ? 0 : start(file.getRow_groups().get(group));
    }

    /** Where the group after a group begins; behind the last one, the end of the file. */
    long end(int group) {
        return group + 1 == groups() ? size : start(group + 1);
    }

    private static long start(RowGroup group) {
        return group.getColumns().stream()
                .mapToLong(chunk -> start(chunk.getMeta_data()))
                .min()
                .orElse(0);
    }

    /** Where the pages of a column begin; its dictionary comes first. */
    static long start(ColumnMetaData chunk) {
        boolean dictionary = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
        return dictionary
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                : chunk.getData_page_offset();
    }
}
