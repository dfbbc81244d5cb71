package io.millrace.connector.kafka;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Puts the columns that come from records of Kafka, not from their values, between those that do. One reader uses it. */
final class KafkaMetadata {

    static final String POSITION = "offset";
    private static final String HEADER = "header.";

    private static final Set<TypeKind> BYTES = Set.of(TypeKind.VARCHAR, TypeKind.VARBINARY);
    private static final Map<String, Set<TypeKind>> KEYS = Map.of(
            "topic",
            Set.of(TypeKind.VARCHAR),
            "partition",
            Set.of(TypeKind.INTEGER),
            POSITION,
            Set.of(TypeKind.BIGINT),
            "timestamp",
            Set.of(TypeKind.TIMESTAMP, TypeKind.TIMESTAMP_LTZ),
            "key",
            BYTES);

    /** For each column asked for, the key of its metadata; null for a column of the value. */
    private final String[] keys;

    private final int[] recordColumns;
    private final PageBuilder builder;
    private final List<Type> valueTypes;
    /** Which of the own columns are text. */
    private final boolean[] texts;
    /** What own columns count to the millisecond. */
    private final long[] perMilli;

    KafkaMetadata(List<SourceColumn> columns, int[] asked) {
        keys = new String[asked.length];
        int[] fromRecord = new int[asked.length];
        int count = 0;
        for (int i = 0; i < asked.length; i++) {
            keys[i] = columns.get(asked[i]).metadata().orElse(null);
            if (keys[i] == null) {
                fromRecord[count++] = asked[i];
            }
        }
        recordColumns = Arrays.copyOf(fromRecord, count);
        List<Type> types = Arrays.stream(asked)
                .mapToObj(columns::get)
                .filter(column -> column.metadata().isPresent())
                .map(column -> column.field().type())
                .toList();
        valueTypes = Arrays.stream(recordColumns)
                .mapToObj(column -> columns.get(column).field().type())
                .toList();
        builder = new PageBuilder(types);
        texts = new boolean[types.size()];
        perMilli = new long[types.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = types.get(i).kind() == TypeKind.VARCHAR;
            perMilli[i] = Ticks.perMilli(types.get(i));
        }
    }

    /** @param keyed whether records without a key are refused */
    static void check(List<SourceColumn> columns, boolean keyed) {
        for (SourceColumn column : columns) {
            column.metadata().ifPresent(key -> check(column, key, keyed));
        }
    }

    private static void check(SourceColumn column, String key, boolean keyed) {
        String name = column.field().name();
        Set<TypeKind> kinds = key.startsWith(HEADER) ? BYTES : KEYS.get(key);
        if (kinds == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "column \"" + name + "\": connector 'kafka' has no metadata '" + key
                            + "'; it has 'topic', 'partition', 'offset', 'timestamp', 'key' and 'header.' with a name");
        }
        Type type = column.field().type();
        boolean whole = kinds != BYTES || type.sql().equals(type.kind().sqlName());
        if (!kinds.contains(type.kind()) || !whole) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + name + "\": metadata '" + key + "' is a "
                            + String.join(
                                    " or ",
                                    kinds.stream()
                                            .map(TypeKind::sqlName)
                                            .sorted()
                                            .toList())
                            + ", not a " + type.sql());
        }
        boolean always = (keyed || !key.equals("key")) && !key.startsWith(HEADER);
        if (!always && !column.field().nullable()) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "column \"" + name + "\": metadata '" + key
                            + "' can be missing, so that the column cannot be NOT NULL");
        }
    }

    /** The columns that the parser must deliver. */
    int[] recordColumns() {
        return recordColumns;
    }

    /** Whether there is anything to put in. */
    boolean isNeeded() {
        return recordColumns.length < keys.length;
    }

    /**
     * The page with all columns asked for.
     *
     * @param records that its rows come from, each with its row; null when nothing is needed
     */
    Page complete(Page parsed, List<ConsumerRecord<byte[], ByteBuffer>> records) {
        if (!isNeeded()) {
            return parsed;
        }
        for (ConsumerRecord<byte[], ByteBuffer> one : records) {
            int place = 0;
            for (String key : keys) {
                if (key != null) {
                    append(key, place++, one);
                }
            }
            builder.endRow();
        }
        Page own = builder.build();
        Column[] columns = new Column[keys.length];
        int next = 0;
        int place = 0;
        for (int i = 0; i < keys.length; i++) {
            columns[i] = keys[i] == null ? parsed.column(next++) : own.column(place++);
        }
        return new Page(parsed.size(), columns, parsed.weights());
    }

    /** A page of records without values: all columns that come from the value are NULL. */
    Page alone(List<ConsumerRecord<byte[], ByteBuffer>> records) {
        PageBuilder nothing = new PageBuilder(valueTypes);
        for (int row = 0; row < records.size(); row++) {
            for (int column = 0; column < nothing.columnCount(); column++) {
                nothing.column(column).appendNull();
            }
            nothing.endRow();
        }
        return complete(nothing.build(), records);
    }

    private void append(String key, int place, ConsumerRecord<byte[], ByteBuffer> from) {
        switch (key) {
            case "topic" -> bytes(place, from.topic().getBytes(StandardCharsets.UTF_8));
            case "partition" -> ((IntColumnBuilder) builder.column(place)).append(from.partition());
            case POSITION -> ((LongColumnBuilder) builder.column(place)).append(from.offset());
            case "timestamp" -> ((LongColumnBuilder) builder.column(place)).append(from.timestamp() * perMilli[place]);
            case "key" -> bytes(place, from.key());
            default -> {
                Header header = from.headers().lastHeader(key.substring(HEADER.length()));
                bytes(place, header == null ? null : header.value());
            }
        }
    }

    /** Bytes that are no UTF-8 become the replacement character. */
    private static byte[] valid(byte[] value) {
        for (byte one : value) {
            if (one < 0) {
                return new String(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    private void bytes(int place, byte[] value) {
        BytesColumnBuilder column = (BytesColumnBuilder) builder.column(place);
        if (value == null) {
            column.appendNull();
        } else {
            column.append(texts[place] ? valid(value) : value);
        }
    }
}
