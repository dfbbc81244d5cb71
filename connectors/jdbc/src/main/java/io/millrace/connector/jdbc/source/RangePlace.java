package io.millrace.connector.jdbc.source;

import io.millrace.spi.connector.Offset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a range of a table was read. It holds the borders of all ranges, so that a server which knows of one after a restart knows of all.
 *
 * @param count rows so far, which grows
 * @param done whether there are no more
 * @param borders between the ranges, ascending
 * @param key of the newest row; empty when there is none yet
 */
record RangePlace(long count, boolean done, List<Long> borders, List<OrderValue> key) {

    RangePlace {
        borders = List.copyOf(borders);
        key = List.copyOf(key);
    }

    static RangePlace start(List<Long> borders) {
        return new RangePlace(0, false, borders, List.of());
    }

    Offset offset() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(count);
            out.writeBoolean(done);
            out.writeInt(borders.size());
            for (long border : borders) {
                out.writeLong(border);
            }
            out.writeInt(key.size());
            for (OrderValue value : key) {
                byte[] text = value.encode().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Offset.ofBytes(bytes.toByteArray());
    }

    static RangePlace of(Offset offset) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(offset.bytes()))) {
            long count = in.readLong();
            boolean done = in.readBoolean();
            List<Long> borders = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                borders.add(in.readLong());
            }
            List<OrderValue> key = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                key.add(OrderValue.decode(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
            }
            return new RangePlace(count, done, borders, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return count + " rows" + (done ? ", all of them" : key.isEmpty() ? "" : ", up to " + key);
    }
}
