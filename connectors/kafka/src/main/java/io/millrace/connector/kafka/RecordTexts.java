package io.millrace.connector.kafka;

import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a batch as bytes. A value is a record of the sink's format; a key is one of its columns only, or, of a single column of
 * text, the text as it is.
 */
final class RecordTexts {

    /**
     * What is written.
     *
     * @param key null where records have none
     * @param value null for a key that has no row any more
     */
    record Keyed(byte[] key, byte[] value) {}

    private final TopicSinkOptions options;
    private final RecordWriter values;
    private final RecordWriter keys;
    private final boolean plainKey;

    RecordTexts(SinkDefinition definition, TopicSinkOptions options) {
        this.options = options;
        RowType rowType = definition.rowType();
        Format format = definition.format().orElseThrow();
        this.values = format.messageWriter(rowType, definition.options(), options.topic() + "-value");
        int[] key = options.key();
        this.plainKey = key.length == 1 && rowType.type(key[0]).kind() == TypeKind.VARCHAR;
        this.keys = key.length == 0 || plainKey
                ? null
                : format.messageWriter(rowType.project(key), definition.options(), options.topic() + "-key");
    }

    /** What the rows of a batch come to. */
    List<Keyed> of(List<Page> rows) {
        return options.upsert() ? newest(net(rows)) : added(rows);
    }

    private List<Keyed> added(List<Page> rows) {
        List<Keyed> all = new ArrayList<>();
        if (rows.stream().anyMatch(RecordTexts::takesBack)) {
            net(rows).forEach((row, weight) -> {
                if (weight < 0) {
                    throw new MillraceException(
                            ErrorCode.NOT_SUPPORTED,
                            "the query takes a row back, which needs mode = 'upsert'; create the sink again with it");
                }
                repeat(all, row.keyed(), weight);
            });
            return all;
        }
        for (Page page : rows) {
            for (int row = 0; row < page.size(); row++) {
                repeat(all, keyed(page, row), page.weight(row));
            }
        }
        return all;
    }

    private static boolean takesBack(Page page) {
        return page.weights() != null
                && Arrays.stream(page.weights(), 0, page.size()).anyMatch(weight -> weight < 0);
    }

    private static void repeat(List<Keyed> all, Keyed one, long times) {
        for (long copy = 0; copy < times; copy++) {
            all.add(one);
        }
    }

    /** A record that is equal to another with the same bytes. */
    private record Row(ByteBuffer key, ByteBuffer value) {

        Keyed keyed() {
            return new Keyed(key == null ? null : key.array(), value.array());
        }
    }

    private Map<Row, Long> net(List<Page> rows) {
        Map<Row, Long> weights = new LinkedHashMap<>();
        for (Page page : rows) {
            for (int row = 0; row < page.size(); row++) {
                Keyed one = keyed(page, row);
                ByteBuffer key = one.key() == null ? null : ByteBuffer.wrap(one.key());
                weights.merge(new Row(key, ByteBuffer.wrap(one.value())), page.weight(row), Long::sum);
            }
        }
        weights.values().removeIf(weight -> weight == 0);
        return weights;
    }

    private static List<Keyed> newest(Map<Row, Long> weights) {
        Map<ByteBuffer, ByteBuffer> rows = new LinkedHashMap<>();
        weights.forEach((row, weight) -> {
            if (weight < 0) {
                rows.putIfAbsent(row.key(), null);
            } else if (weight > 1 || rows.put(row.key(), row.value()) != null) {
                throw new MillraceException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "the query has several rows with one key; name more columns with option 'key'");
            }
        });
        List<Keyed> all = new ArrayList<>();
        rows.forEach((key, value) -> all.add(new Keyed(key.array(), value == null ? null : value.array())));
        return all;
    }

    private Keyed keyed(Page page, int row) {
        values.append(page, row);
        return new Keyed(key(page, row), taken(values));
    }

    private byte[] key(Page page, int row) {
        if (plainKey) {
            BytesColumn column = (BytesColumn) page.column(options.key()[0]);
            if (column.isNull(row)) {
                return noKey();
            }
            int start = column.starts()[row];
            return Arrays.copyOfRange(column.data(), start, start + column.lengths()[row]);
        }
        if (keys == null) {
            return null;
        }
        keys.append(page.project(options.key()), row);
        return taken(keys);
    }

    private byte[] noKey() {
        if (options.upsert()) {
            throw new MillraceException(
                    ErrorCode.NULL_NOT_ALLOWED, "a row has NULL in its key; leave such rows out with WHERE");
        }
        return null;
    }

    /** What was appended, without the end of a line. */
    private static byte[] taken(RecordWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        int end = bytes.length;
        while (writer.isLine() && end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
