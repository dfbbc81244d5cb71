package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Object container files: a schema, and blocks of records with a mark behind each. */
record AvroFiles(List<SourceColumn> columns) implements BlockFormat {

    private static final Set<String> CODECS = Set.of(
            DataFileConstants.NULL_CODEC,
            DataFileConstants.DEFLATE_CODEC,
            DataFileConstants.SNAPPY_CODEC,
            DataFileConstants.ZSTANDARD_CODEC,
            DataFileConstants.BZIP2_CODEC);
    private static final int MARK = 16;
    /** The most bytes of the two numbers before a block. */
    private static final int HEAD = 20;

    @Override
    public List<Long> ends(FileChannel channel, long from, long most) throws IOException {
        long size = channel.size();
        long at = from;
        if (from == 0) {
            try (DataFileReader<GenericRecord> file = open(channel)) {
                new RowReader(file.getSchema(), columns, new int[0], new PageBuilder(List.of()));
                at = file.previousSync();
            }
        }
        List<Long> ends = new ArrayList<>();
        while (at < size && (ends.isEmpty() || at - from < most)) {
            at = afterBlock(channel, at, size);
            ends.add(at);
        }
        if (ends.isEmpty() && from < size) {
            ends.add(size);
        }
        return ends;
    }

    private static long afterBlock(FileChannel channel, long start, long size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(HEAD, size - start));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException("it ends within a block");
            }
        }
        AvroInput in = new AvroInput();
        in.reset(bytes.array(), 0, bytes.limit());
        try {
            in.readLong();
            long length = in.readLong();
            long end = start + in.at() + length + MARK;
            if (length < 0 || end > size) {
                throw new EOFException("it ends within a block");
            }
            return end;
        } catch (ValueFault e) {
            throw new IOException("the block at byte " + start + " is damaged", e);
        }
    }

    /** Opens a file behind its schema. */
    static DataFileReader<GenericRecord> open(FileChannel channel) throws IOException {
        try {
            DataFileReader<GenericRecord> file =
                    new DataFileReader<>(new ChannelInput(channel), new GenericDatumReader<>());
            String codec = file.getMetaString(DataFileConstants.CODEC);
            if (codec != null && !CODECS.contains(codec)) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "the file is compressed with " + codec
                                + ", which is not supported; write it with deflate, snappy, zstandard or bzip2");
            }
            return file;
        } catch (AvroRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Reader open(FileChannel channel, long from, long to, int[] asked, RejectedRows rejected) throws IOException {
        return new AvroBlockReader(channel, from, to, columns, asked, rejected);
    }
}
