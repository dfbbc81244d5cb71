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
        try {
            FileMetaData file = Util.readFileMetaData(new ByteArrayInputStream(footer));
            file.getRow_groups().removeIf(group -> group.getNum_rows() == 0);
            check(file, size - TAIL - length);
            return new ParquetFooter(file, size);
        } catch (RuntimeException e) {
            throw damaged("its directory cannot be read", e);
        }
    }

    static IOException damaged(String fact, RuntimeException cause) {
        return new IOException("it is damaged: " + fact, cause);
    }

    /** Refuses a directory whose groups do not lie one behind the other in the file before it. */
    private static void check(FileMetaData file, long end) throws IOException {
        long before = 0;
        for (RowGroup group : file.getRow_groups()) {
            long start = start(group);
            boolean inside = group.getColumns().stream().allMatch(chunk -> {
                ColumnMetaData pages = chunk.getMeta_data();
                return start(pages) > 0
                        && start(pages) < end
                        && pages.getTotal_compressed_size() >= 0
                        && pages.getTotal_uncompressed_size() >= 0
                        && pages.getTotal_compressed_size() <= end - start(pages);
            });
            if (group.getNum_rows() < 0 || !inside) {
                throw damaged("its directory says of a row group what cannot be", null);
            }
            if (start < before) {
                throw new IOException("its row groups do not lie one behind the other, or it is damaged");
            }
            before = start + 1;
        }
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
