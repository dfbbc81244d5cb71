package io.millrace.connector.binary.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Opens pages. */
final class Decompression {

    private Decompression() {}

    /** Refuses what cannot be opened. */
    static void check(CompressionCodec codec) {
        switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> {}
            case LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "the file is compressed with " + codec
                                + ", which is not supported; write it with SNAPPY, GZIP or ZSTD");
        }
    }

    /** The bytes from {@code start} on, opened, in an array that nobody else has. */
    static byte[] open(CompressionCodec codec, byte[] bytes, int start, int length, int size) throws IOException {
        byte[] opened = new byte[size];
        switch (codec) {
            case SNAPPY ->
                checkSize(
                        size,
                        Snappy.uncompressedLength(bytes, start, length),
                        () -> Snappy.uncompress(bytes, start, length, opened, 0));
            case ZSTD -> checkSize(size, size, () -> zstd(bytes, start, length, opened));
            case GZIP -> {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, start, length))) {
                    if (in.readNBytes(opened, 0, size) < size) {
                        throw new EOFException("a page is shorter than it should be");
                    }
                }
            }
            default -> {
                if (length < size) {
                    throw new EOFException("a page is shorter than it should be");
                }
                System.arraycopy(bytes, start, opened, 0, size);
            }
        }
        return opened;
    }

    private interface Opening {
        int open() throws IOException;
    }

    private static void checkSize(int size, int told, Opening opening) throws IOException {
        if (told != size || opening.open() != size) {
            throw new IOException("a page has another size than it should have");
        }
    }

    private static int zstd(byte[] bytes, int start, int length, byte[] opened) throws IOException {
        try {
            return (int) Zstd.decompressByteArray(opened, 0, opened.length, bytes, start, length);
        } catch (ZstdException e) {
            throw new IOException("a page is damaged", e);
        }
    }
}
