package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.RowType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/** Makes files of {@linkplain PieceWriter pieces}: large row groups as they are, small ones, as batches of few rows give them, as large ones. */
record PieceAssembly(RowType rowType, PageCompression compression, GroupReading reading)
        implements RecordWriter.Assembly {

    private static final long LARGE_ROWS = 1 << 16;
    private static final long LARGE_BYTES = 4 << 20;
    private static final int COPIED = 1 << 20;

    @Override
    public void write(FileChannel pieces, long length, OutputStream out) throws IOException {
        new Assembling(pieces, out).all(groups(pieces, length));
    }

    /** All row groups, the first one first. */
    private static List<RowGroup> groups(FileChannel pieces, long length) throws IOException {
        List<List<RowGroup>> found = new ArrayList<>();
        long end = length;
        while (end > FileTail.MAGIC.length) {
            ByteBuffer tail = bytes(pieces, end - FileTail.LENGTH, FileTail.LENGTH);
            int size = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
            long directory = end - FileTail.LENGTH - size;
            if (!tail.equals(ByteBuffer.wrap(FileTail.MAGIC)) || size <= 0 || directory < FileTail.MAGIC.length) {
                throw new IOException("what was written to it before is damaged");
            }
            FileMetaData about = Util.readFileMetaData(
                    new ByteArrayInputStream(bytes(pieces, directory, size).array()));
            long groups = about.getRow_groups().stream()
                    .mapToLong(RowGroup::getTotal_compressed_size)
                    .sum();
            long start = directory - groups;
            found.add(
                    0,
                    about.getRow_groups().stream()
                            .map(group -> FileTail.moved(group, start))
                            .toList());
            end = start;
        }
        return found.stream().flatMap(List::stream).toList();
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("what was written to it before is gone");
            }
        }
        return bytes.flip();
    }

    /** What is done for one file. */
    private final class Assembling {
        private final FileChannel pieces;
        private final OutputStream out;
        private final GroupWriter rows = new GroupWriter(rowType, compression);
        private final List<SchemaElement> schema = SchemaElements.of(rows.schema());
        private final List<RowGroup> written = new ArrayList<>();
        private long at;

        Assembling(FileChannel pieces, OutputStream out) {
            this.pieces = pieces;
            this.out = out;
        }

        void all(List<RowGroup> groups) throws IOException {
            out.write(FileTail.MAGIC);
            at = FileTail.MAGIC.length;
            List<RowGroup> small = new ArrayList<>();
            for (RowGroup group : groups) {
                if (group.getNum_rows() >= LARGE_ROWS || group.getTotal_compressed_size() >= LARGE_BYTES) {
                    together(small);
                    copy(group);
                } else {
                    small.add(group);
                }
            }
            together(small);
            FileTail.write(FileTail.directory(schema, written), out);
        }

        private void together(List<RowGroup> small) throws IOException {
            if (small.size() == 1) {
                copy(small.get(0));
            } else if (!small.isEmpty()) {
                reading.read(pieces, FileTail.directory(schema, small), rowType, page -> {
                    for (int row = 0; row < page.size(); row++) {
                        rows.append(page, row);
                        if (rows.isFull()) {
                            end();
                        }
                    }
                });
                if (!rows.isEmpty()) {
                    end();
                }
            }
            small.clear();
        }

        private void end() throws IOException {
            GroupWriter.Group group = rows.end();
            group.bytes().writeTo(out);
            add(group.about(), 0);
        }

        private void copy(RowGroup group) throws IOException {
            long from = FileTail.start(group);
            long left = group.getTotal_compressed_size();
            while (left > 0) {
                ByteBuffer bytes = bytes(pieces, FileTail.start(group) + group.getTotal_compressed_size() - left, (int)
                        Math.min(left, COPIED));
                out.write(bytes.array(), 0, bytes.limit());
                left -= bytes.limit();
            }
            add(group, from);
        }

        private void add(RowGroup group, long from) {
            written.add(FileTail.moved(group, at - from));
            at += group.getTotal_compressed_size();
        }
    }
}
