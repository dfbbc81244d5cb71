package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Parses messages of Debezium into signed rows: what was before with weight −1, what is after with +1, in this order. It is given one message
 * at a time.
 *
 * <p>Where the table has a key, a row is taken back with its key only, and a row that comes without one before it replaces the one with its
 * key. Otherwise images have to be whole.
 */
final class ChangeMessageParser implements RecordParser {

    /** Stands before the message of a key, when there is no row with the key any more. */
    static final byte GONE = 1;

    private static final int HEAD = 5;
    private static final int MANY = 1024;
    private static final int MOST_ROWS = 2;
    private static final int MISSING = -1;

    private final List<SourceColumn> columns;
    private final List<Integer> key;
    private final int[] asked;
    private final SchemaRegistry registry;
    private final PageBuilder page;
    private final AvroInput in = new AvroInput();
    private final Map<Integer, Envelope> envelopes = new HashMap<>();
    private final Map<Integer, Image> keys = new HashMap<>();
    private long[] positions;
    /** Knows what is wrong with the image that was read last. */
    private Image current;

    ChangeMessageParser(List<SourceColumn> columns, List<Integer> key, int[] asked, SchemaRegistry registry) {
        this.columns = columns;
        this.key = key;
        this.asked = asked;
        this.registry = registry;
        this.page = new PageBuilder(Arrays.stream(asked)
                .mapToObj(column -> columns.get(column).field().type())
                .toList());
    }

    @Override
    public int parse(byte[] buffer, int start, int end, long position, boolean last, RejectedRows rejected) {
        if (!last || isFull()) {
            return start;
        }
        int before = page.size();
        current = null;
        try {
            boolean gone = end > start && buffer[start] == GONE;
            in.reset(buffer, gone ? start + 1 : start, end);
            int schema = schema(buffer);
            if (gone) {
                keyImage(schema).read(-1, position);
            } else {
                envelope(schema).apply(buffer, position);
            }
        } catch (ValueFault e) {
            page.abandonRow();
            page.truncate(before);
            String reason = current == null ? e.getMessage() : current.fields.reason(e);
            rejected.reject(buffer, start, end - start, position, e.code(), reason);
        }
        return end;
    }

    private int schema(byte[] buffer) {
        if (in.left() < HEAD || buffer[in.take(1)] != 0) {
            throw new ValueFault(
                    ErrorCode.INVALID_RECORD, "a message must begin with a zero byte and the number of its schema");
        }
        return MessageParser.number(buffer, in.take(HEAD - 1));
    }

    private Envelope envelope(int schema) {
        Envelope known = envelopes.get(schema);
        if (known == null) {
            known = fitting(() -> new Envelope(registry.schema(schema)));
            keep(envelopes, schema, known);
        }
        return known;
    }

    private Image keyImage(int schema) {
        Image known = keys.get(schema);
        if (known == null) {
            known = fitting(() -> new Image(registry.schema(schema), key::contains));
            keep(keys, schema, known);
        }
        return known;
    }

    private static <T> void keep(Map<Integer, T> known, int schema, T one) {
        if (known.size() > MANY) {
            known.clear();
        }
        known.put(schema, one);
    }

    /** A schema that is none of such rows is the fault of the message. */
    private static <T> T fitting(Supplier<T> making) {
        try {
            return making.get();
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.TYPE_MISMATCH) {
                throw e;
            }
            throw new ValueFault(e.code(), e.getMessage());
        }
    }

    private static ValueFault malformed(String fact) {
        return new ValueFault(ErrorCode.INVALID_RECORD, fact);
    }

    /** The record around the images. */
    private final class Envelope {

        private final Schema schema;
        private final Optional<Image> before;
        private final Optional<Image> after;

        Envelope(Schema schema) {
            if (schema.getType() != Schema.Type.RECORD) {
                throw malformed("its Avro schema is " + schema.getType().getName() + ", not a record");
            }
            this.schema = schema;
            this.before = image("before", key.isEmpty() ? column -> true : key::contains);
            this.after = image("after", column -> true);
        }

        private Optional<Image> image(String name, IntPredicate wanted) {
            return Optional.ofNullable(schema.getField(name))
                    .flatMap(field -> record(field.schema()))
                    .map(row -> new Image(ConnectSchemas.row(row), wanted));
        }

        void apply(byte[] buffer, long position) {
            int beforeAt = MISSING;
            int afterAt = MISSING;
            String op = null;
            boolean status = false;
            for (Schema.Field field : schema.getFields()) {
                Schema told = present(field.schema());
                int at = in.at();
                if (told.getType() == Schema.Type.RECORD) {
                    beforeAt = field.name().equals("before") ? at : beforeAt;
                    afterAt = field.name().equals("after") ? at : afterAt;
                }
                if (field.name().equals("op") && told.getType() == Schema.Type.STRING) {
                    int length = Decoders.length(in);
                    op = new String(buffer, in.take(length), length, StandardCharsets.UTF_8);
                } else {
                    status |= field.name().equals("status");
                    Skipping.skip(told, in);
                }
            }
            if (op != null) {
                apply(op, beforeAt, afterAt, position);
            } else if (!status) {
                throw malformed(
                        "has no \"op\", which tells what happened to a row; records that are rows themselves are"
                                + " read with format = 'avro'");
            }
        }

        private void apply(String op, int beforeAt, int afterAt, long position) {
            switch (op) {
                case "c", "r" -> putIn(afterAt, position);
                case "u" -> {
                    if (beforeAt != MISSING) {
                        read(before.orElseThrow(), beforeAt, -1, position);
                    } else if (key.isEmpty()) {
                        throw malformed("changes a row without saying what it was before, which a table without PRIMARY"
                                + " KEY needs");
                    }
                    putIn(afterAt, position);
                }
                case "d" -> {
                    if (beforeAt == MISSING) {
                        throw malformed("deletes a row without saying which; it has no \"before\"");
                    }
                    read(before.orElseThrow(), beforeAt, -1, position);
                }
                case "m" -> {} // a message in the log of the database, which is about no row
                case "t" -> throw malformed("empties the table, which cannot be followed; drop it and create it again");
                default -> throw malformed("has an unknown \"op\": \"" + op + "\"");
            }
        }

        private void putIn(int afterAt, long position) {
            if (afterAt == MISSING) {
                throw malformed("has no \"after\", which tells what the row is now");
            }
            read(after.orElseThrow(), afterAt, 1, position);
        }

        private void read(Image image, int at, long weight, long position) {
            in.moveTo(at);
            image.read(weight, position);
        }

        /** What a value is, after the number of its branch. */
        private Schema present(Schema schema) {
            if (schema.getType() != Schema.Type.UNION) {
                return schema;
            }
            long branch = in.readLong();
            if (branch < 0 || branch >= schema.getTypes().size()) {
                throw ValueFault.damaged();
            }
            return schema.getTypes().get((int) branch);
        }

        private static Optional<Schema> record(Schema schema) {
            List<Schema> branches = schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
            return branches.stream()
                    .filter(branch -> branch.getType() == Schema.Type.RECORD)
                    .findFirst();
        }
    }

    /** Reads rows of one schema; of some the key only. */
    private final class Image {

        private final FieldsDecoder fields;
        private final List<ColumnBuilder> others = new ArrayList<>();

        Image(Schema schema, IntPredicate wanted) {
            List<Field> declared = new ArrayList<>();
            List<ColumnBuilder> builders = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                ColumnBuilder builder = builder(column);
                if (wanted.test(column) && columns.get(column).metadata().isEmpty()) {
                    declared.add(columns.get(column).field());
                    builders.add(builder);
                } else if (builder != null) {
                    others.add(builder);
                }
            }
            if (schema.getType() != Schema.Type.RECORD) {
                throw malformed("its Avro schema is " + schema.getType().getName() + ", not a record");
            }
            fields = new FieldsDecoder(
                    schema, declared, builders.toArray(ColumnBuilder[]::new), field -> new Decoders(field.name()));
        }

        private ColumnBuilder builder(int column) {
            for (int place = 0; place < asked.length; place++) {
                if (asked[place] == column) {
                    return page.column(place);
                }
            }
            return null;
        }

        void read(long weight, long position) {
            current = this;
            fields.read(in);
            for (ColumnBuilder other : others) {
                other.appendNull();
            }
            if (positions != null) {
                positions[page.size()] = position;
            }
            page.endRow(weight);
            current = null;
        }
    }

    @Override
    public void header(byte[] buffer, int start, int end) {
        throw new IllegalStateException("messages have no header line");
    }

    @Override
    public int rows() {
        return page.size();
    }

    @Override
    public boolean isFull() {
        return page.size() > Page.MAX_ROWS - MOST_ROWS;
    }

    @Override
    public void keepPositions() {
        positions = new long[Page.MAX_ROWS];
    }

    @Override
    public long[] positions() {
        return positions;
    }

    @Override
    public Page takePage() {
        return page.build();
    }
}
