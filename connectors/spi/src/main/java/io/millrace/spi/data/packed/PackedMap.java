package io.millrace.spi.data.packed;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.MapType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Collects the entries of a map, in any order; of equal keys the last value counts. */
public final class PackedMap {

    private final Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private PackedWriter key = new PackedWriter();
    private PackedWriter value = new PackedWriter();

    /** Where the key of the next entry is to be written. */
    public PackedWriter key() {
        return key;
    }

    /** Where its value is to be written. */
    public PackedWriter value() {
        return value;
    }

    /** Ends an entry. */
    public void endEntry() {
        entries.put(key.toBytes(), value.toBytes());
        key = new PackedWriter();
        value = new PackedWriter();
    }

    public byte[] toBytes() {
        PackedWriter all = new PackedWriter();
        entries.forEach((name, content) -> {
            all.putPacked(name, 0, name.length);
            all.putPacked(content, 0, content.length);
        });
        all.end();
        return all.toBytes();
    }

    /** The map of the keys and values in two columns from a row on; no key may be null. */
    public static byte[] of(MapType type, Column keys, Column values, int from, int count) {
        PackedMap map = new PackedMap();
        for (int row = from; row < from + count; row++) {
            map.key().put(type.key(), keys, row);
            map.value().put(type.value(), values, row);
            map.endEntry();
        }
        return map.toBytes();
    }
}
