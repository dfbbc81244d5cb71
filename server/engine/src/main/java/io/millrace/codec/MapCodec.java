package io.millrace.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes and reads what larger values are built of: maps by name, and lists. */
public final class MapCodec {

    private static final long ENTRY = 64;

    private MapCodec() {}

    public static <T> void put(Map<String, T> map, Encoder out, Consumer<T> writing) {
        out.putCount(map.size());
        map.forEach((name, value) -> {
            out.putText(name);
            writing.accept(value);
        });
    }

    public static <T> Map<String, T> take(Decoder in, Supplier<T> reading) {
        int count = in.takeLength();
        in.claim(count * ENTRY);
        Map<String, T> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put(in.takeText(), reading.get());
        }
        if (map.size() < count) {
            throw in.damaged("a name appears twice");
        }
        return map;
    }

    public static <T> void putList(List<T> list, Encoder out, Consumer<T> writing) {
        out.putCount(list.size());
        list.forEach(writing);
    }

    public static <T> List<T> takeList(Decoder in, Supplier<T> reading) {
        int count = in.takeLength();
        in.claim(count * ENTRY);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(reading.get());
        }
        return list;
    }
}
