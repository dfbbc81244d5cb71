package io.millrace.connector.jdbc.source;

import io.millrace.spi.connector.Offset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a table was read in the order of a column that grows.
 *
 * @param count rows so far, which grows
 * @param greatest value so far
 * @param ties digests of the rows that have it, to know them again among those that come later with the same; empty when values are unique
 */
record GrowthPlace(long count, OrderValue greatest, List<ByteBuffer> ties) {

    static final int DIGEST_BYTES = 16;

    GrowthPlace {
        ties = List.copyOf(ties);
    }

    Offset offset() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(count);
            byte[] text = greatest.encode().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
            for (ByteBuffer digest : ties) {
                out.write(digest.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Offset.ofBytes(bytes.toByteArray());
    }

    static GrowthPlace of(Offset offset) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(offset.bytes()))) {
            long count = in.readLong();
            String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            List<ByteBuffer> ties = new ArrayList<>();
            while (in.available() >= DIGEST_BYTES) {
                ties.add(ByteBuffer.wrap(in.readNBytes(DIGEST_BYTES)));
            }
            return new GrowthPlace(count, OrderValue.decode(text), ties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return count + " rows, up to " + greatest;
    }
}
