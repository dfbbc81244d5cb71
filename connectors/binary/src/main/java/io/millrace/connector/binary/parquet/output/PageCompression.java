package io.millrace.connector.binary.parquet.output;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** How pages are compressed. */
public enum PageCompression {
    SNAPPY(CompressionCodec.SNAPPY) {
        @Override
        byte[] pack(byte[] page) throws IOException {
            return Snappy.compress(page);
        }
    },
    ZSTD(CompressionCodec.ZSTD) {
        @Override
        byte[] pack(byte[] page) {
            return Zstd.compress(page);
        }
    },
    GZIP(CompressionCodec.GZIP) {
        @Override
        byte[] pack(byte[] page) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(page);
            }
            return packed.toByteArray();
        }
    },
    NONE(CompressionCodec.UNCOMPRESSED) {
        @Override
        byte[] pack(byte[] page) {
            return page;
        }
    };

    private final CompressionCodec codec;

    PageCompression(CompressionCodec codec) {
        this.codec = codec;
    }

    /** Its name in SQL. */
    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    CompressionCodec codec() {
        return codec;
    }

    abstract byte[] pack(byte[] page) throws IOException;
}
