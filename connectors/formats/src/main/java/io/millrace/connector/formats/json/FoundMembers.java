package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.SampledValues;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The members that objects have, in the order in which they come first, each with a type that takes all of its values.
 *
 * <p>Values of two kinds make a VARCHAR, where each is as it is written; where objects or arrays are among them, a VARIANT. So do objects with
 * very many members, which are more likely values by key, and what is nested very deep.
 */
final class FoundMembers extends ObjectWalk {

    private static final int MOST_LEVELS = 8;
    private static final int MOST_NESTED_MEMBERS = 100;
    private static final int MOST_DIGITS = 38;

    private final int level;
    private final List<String> names = new ArrayList<>();
    private final List<Values> values = new ArrayList<>();

    private FoundMembers(EscapedText escaped, int level) {
        super(escaped);
        this.level = level;
    }

    /** The columns of lines, of which each ends with a line end; lines that hold no object have none. */
    static List<SourceColumn> of(byte[] lines) {
        FoundMembers members = new FoundMembers(new EscapedText(), 1);
        int next;
        for (int start = 0; start < lines.length; start = next) {
            next = ByteScan.indexOf(lines, (byte) '\n', start, lines.length) + 1;
            members.see(lines, JsonScanner.skipBlanks(lines, start));
        }
        return members.fields().stream()
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
    }

    /** Reads on until the end of the object, or to where it is none: its reader will say so. */
    private void see(byte[] lines, int start) {
        try {
            if (lines[start] == '{') {
                members(lines, start);
            }
        } catch (BadRecord e) {
            // what was seen before counts
        } finally {
            escaped.clear();
        }
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new Field(names.get(i), values.get(i).type(), true));
        }
        return fields;
    }

    /** Without regard to case, as columns are matched. */
    @Override
    protected int named(byte[] bytes, int start, int end) {
        String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        names.add(name);
        values.add(new Values());
        return names.size() - 1;
    }

    @Override
    protected int value(byte[] buffer, int index, int member) {
        return values.get(member).see(buffer, index);
    }

    private enum Kind {
        NUMBER,
        BOOLEAN,
        STRING,
        OBJECT,
        ARRAY
    }

    /** What is known of the values of a member, or of the elements of an array. */
    private final class Values {

        private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        private final ScalarReader wholeNumber = ScalarReader.checking(Type.BIGINT);
        private final ScalarReader date = ScalarReader.checking(Type.DATE);
        private final ScalarReader timestamp = ScalarReader.checking(Type.TIMESTAMP);
        private boolean whole = true;
        private boolean kept = true;
        private boolean plain = true;
        private int digits;
        private int scale;
        private boolean dates = true;
        private boolean timestamps = true;
        private int fractionDigits;
        private FoundMembers object;
        private Values elements;

        /** Takes the value at {@code index} in; returns the index after it. */
        int see(byte[] bytes, int index) {
            switch (bytes[index]) {
                case '"' -> {
                    kinds.add(Kind.STRING);
                    int end = scanner.string(bytes, index + 1);
                    string(bytes, index + 1, end);
                    return end + 1;
                }
                case '{' -> {
                    kinds.add(Kind.OBJECT);
                    return object(bytes, index);
                }
                case '[' -> {
                    kinds.add(Kind.ARRAY);
                    return array(bytes, index);
                }
                default -> {
                    int end = scanner.literal(bytes, index);
                    literal(bytes, index, end);
                    return end;
                }
            }
        }

        private void string(byte[] bytes, int start, int end) {
            boolean dated = end - start >= 10 && bytes[start + 4] == '-';
            dates = dates && dated && takes(date, bytes, start, end);
            timestamps = timestamps && dated && takes(timestamp, bytes, start, end);
            fractionDigits = Math.max(fractionDigits, timestamps ? SampledValues.fractionDigits(bytes, start, end) : 0);
        }

        private void literal(byte[] bytes, int start, int end) {
            if (bytes[start] == 'n') {
                return;
            }
            if (bytes[start] == 't' || bytes[start] == 'f') {
                kinds.add(Kind.BOOLEAN);
                return;
            }
            kinds.add(Kind.NUMBER);
            whole = whole && takes(wholeNumber, bytes, start, end);
            String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
            try {
                BigDecimal number = new BigDecimal(text);
                kept = kept && SampledValues.isDouble(number);
                plain = plain && text.indexOf('e') < 0 && text.indexOf('E') < 0;
                scale = Math.max(scale, number.scale());
                digits = Math.max(digits, number.precision() - number.scale());
            } catch (NumberFormatException e) {
                kept = false; // its reader will say so
                plain = false;
            }
        }

        private boolean takes(ScalarReader reader, byte[] bytes, int start, int end) {
            try {
                reader.read(bytes, start, end);
                return true;
            } catch (BadRecord e) {
                return false;
            }
        }

        private int object(byte[] bytes, int index) {
            if (level >= MOST_LEVELS) {
                return scanner.nested(bytes, index);
            }
            if (object == null) {
                object = new FoundMembers(escaped, level + 1);
            }
            return object.members(bytes, index);
        }

        private int array(byte[] bytes, int index) {
            int end = scanner.nested(bytes, index);
            if (elements == null) {
                elements = new Values();
            }
            int at = JsonScanner.skipBlanks(bytes, index + 1);
            while (at < end - 1) {
                at = JsonScanner.skipBlanks(bytes, elements.see(bytes, at));
                at = bytes[at] == ',' ? JsonScanner.skipBlanks(bytes, at + 1) : end;
            }
            return end;
        }

        Type type() {
            if (kinds.isEmpty()) {
                return Type.VARCHAR;
            }
            if (kinds.size() > 1) {
                return kinds.contains(Kind.OBJECT) || kinds.contains(Kind.ARRAY) ? Type.VARIANT : Type.VARCHAR;
            }
            return switch (kinds.iterator().next()) {
                case BOOLEAN -> Type.BOOLEAN;
                case NUMBER -> number();
                case STRING -> dates ? Type.DATE : timestamps ? SampledValues.timestamp(fractionDigits) : Type.VARCHAR;
                case OBJECT -> row();
                case ARRAY -> new ArrayType(elements.kinds.isEmpty() ? Type.VARIANT : elements.type(), true);
            };
        }

        private Type number() {
            if (whole) {
                return Type.BIGINT;
            }
            if (kept) {
                return Type.DOUBLE;
            }
            return plain && digits + scale <= MOST_DIGITS ? Type.decimal(MOST_DIGITS, scale) : Type.VARCHAR;
        }

        private Type row() {
            boolean readable = object != null && !object.names.isEmpty() && object.names.size() <= MOST_NESTED_MEMBERS;
            return readable ? new StructType(object.fields()) : Type.VARIANT;
        }
    }
}
