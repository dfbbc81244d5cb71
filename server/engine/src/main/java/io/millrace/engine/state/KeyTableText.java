package io.millrace.engine.state;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import java.util.List;
import java.util.StringJoiner;

/** Writes the members of the generated subclasses of {@link KeyTable}. */
final class KeyTableText {

    private static final String SIGNATURE =
            "(" + Column.class.getName() + "[] keys, int rows, int[] keyHashes, int[] ids) {\n";

    private static final String ARGUMENTS = "keys, rows, keyHashes, ids";

    private KeyTableText() {}

    static String body(List<Layout> layouts) {
        StringBuilder text = new StringBuilder();
        String stores = ColumnStore.class.getName() + "[]";
        for (int i = 0; i < layouts.size(); i++) {
            text.append("private final " + store(layouts.get(i)) + " k" + i + ";\n");
        }
        text.append("public " + "@Self(Object[] constants) {\nsuper((" + stores + ") constants[0], ("
                + Versions.class.getName() + ") constants[1]);\n");
        for (int i = 0; i < layouts.size(); i++) {
            text.append("k" + i + " = (" + store(layouts.get(i)) + ") store(" + i + ");\n");
        }
        text.append("}\n");
        for (String name : layouts.isEmpty() ? List.of("Values") : List.of("Values", "Nulls")) {
            lookUp(text, layouts, name);
        }
        addAbsent(text, layouts);
        String nulls = layouts.isEmpty() ? "false" : anyNulls(layouts.size());
        text.append("protected boolean lookUp" + SIGNATURE)
                .append(layouts.isEmpty() ? "" : "if (" + nulls + ") {\nreturn lookUpNulls(" + ARGUMENTS + ");\n}\n")
                .append("return lookUpValues(" + ARGUMENTS + ");\n}\n")
                .append("protected void addAbsent" + SIGNATURE)
                .append(layouts.isEmpty() ? "" : "if (" + nulls + ") {\naddAnyAbsent(" + ARGUMENTS + ");\nreturn;\n}\n")
                .append("addAbsentValues(" + ARGUMENTS + ");\n}\n");
        return text.toString();
    }

    private static String anyNulls(int columns) {
        StringJoiner any = new StringJoiner(" || ");
        for (int i = 0; i < columns; i++) {
            any.add("keys[" + i + "].nulls() != null || k" + i + ".hasNulls()");
        }
        return any.toString();
    }

    /** One loop for keys that may be null and one for keys that are not, so that each is small and only what is needed is compiled. */
    private static void lookUp(StringBuilder text, List<Layout> layouts, String name) {
        boolean nulls = name.equals("Nulls");
        text.append("private boolean lookUp" + name + SIGNATURE)
                .append("long[] firsts = firsts(keyHashes, rows);\nint least = 0;\n");
        readColumns(text, layouts, nulls);
        text.append("for (int row = 0; row < rows; row++) {\nint hash = keyHashes[row];\nint id = -1;\n")
                .append("long entry = firsts[row];\nif (entry != 0L) {\nint known = (int) entry - 1;\n")
                .append("if ((int) (entry >>> 32) == hash" + equalKeys(layouts, nulls) + ") {\nid = known;\n} else {\n")
                .append("long[] slots = segment(hash);\nint mask = slots.length - 1;\nint slot = hash & mask;\n");
        walk(text, layouts, nulls);
        text.append("}\n}\nids[row] = id;\nleast |= id;\n}\nreturn least < 0;\n}\n");
    }

    /** The loop that adds keys which are not null. */
    private static void addAbsent(StringBuilder text, List<Layout> layouts) {
        text.append("private void addAbsentValues" + SIGNATURE);
        readColumns(text, layouts, false);
        text.append("for (int row = 0; row < rows; row++) {\nif (ids[row] >= 0) {\ncontinue;\n}\n")
                .append("int hash = keyHashes[row];\nlong[] slots = segment(hash);\n");
        probe(text, layouts, false);
        text.append("if (id < 0) {\nid = add(hash, slots, slot);\n");
        for (int i = 0; i < layouts.size(); i++) {
            text.append("k" + i + ".write(id, " + value(layouts.get(i), i) + ");\n")
                    .append(blocks(layouts.get(i), i));
        }
        text.append("}\nids[row] = id;\n}\n}\n");
    }

    private static void readColumns(StringBuilder text, List<Layout> layouts, boolean nulls) {
        for (int i = 0; i < layouts.size(); i++) {
            readColumn(text, layouts.get(i), i, nulls);
            String blocks = blocks(layouts.get(i), i);
            text.append(blocks.isEmpty() ? "" : cell(layouts.get(i)) + "[][] " + blocks);
        }
    }

    /** Walks from the slot of {@code hash} in {@code slots}: sets {@code id}, or leaves -1 and {@code slot} where the key belongs. */
    private static void probe(StringBuilder text, List<Layout> layouts, boolean nulls) {
        text.append("int mask = slots.length - 1;\nint slot = hash & mask;\nint id = -1;\nlong entry = slots[slot];\n")
                .append("while (entry != 0L) {\nint known = (int) entry - 1;\n")
                .append("if ((int) (entry >>> 32) == hash" + equalKeys(layouts, nulls)
                        + ") {\nid = known;\nbreak;\n}\n")
                .append("slot = slot + 1 & mask;\nentry = slots[slot];\n}\n");
    }

    /** Goes on behind a slot that holds another key. */
    private static void walk(StringBuilder text, List<Layout> layouts, boolean nulls) {
        text.append("do {\nslot = slot + 1 & mask;\nentry = slots[slot];\nknown = (int) entry - 1;\n")
                .append("if (entry != 0L && (int) (entry >>> 32) == hash" + equalKeys(layouts, nulls))
                .append(") {\nid = known;\nbreak;\n}\n} while (entry != 0L);\n");
    }

    /** The condition, after others, that the key of {@code known} is that of the row. */
    private static String equalKeys(List<Layout> layouts, boolean nulls) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < layouts.size(); i++) {
            String equal = equal(layouts.get(i), i);
            text.append("\n&& ");
            if (nulls) {
                String absent = NullMask.class.getName() + ".isNull(n" + i + ", row)";
                String unknown = "k" + i + ".isNull(known)";
                text.append("(" + absent + " || " + unknown + " ? " + absent + " && " + unknown + " : " + equal + ")");
            } else {
                text.append(equal);
            }
        }
        return text.toString();
    }

    private static void readColumn(StringBuilder text, Layout layout, int i, boolean nulls) {
        String column = column(layout);
        if (nulls) {
            text.append("long[] n" + i + " = keys[" + i + "].nulls();\n");
        }
        switch (layout) {
            case BYTES ->
                text.append("byte[] v" + i + " = ((" + column + ") keys[" + i + "]).data();\n")
                        .append("int[] vs" + i + " = ((" + column + ") keys[" + i + "]).starts();\n")
                        .append("int[] vl" + i + " = ((" + column + ") keys[" + i + "]).lengths();\n");
            case ARRAY -> text.append(column + " v" + i + " = (" + column + ") keys[" + i + "];\n");
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL ->
                text.append(primitive(layout) + "[] v" + i + " = ((" + column + ") keys[" + i + "]).values();\n");
        }
    }

    /** Reads the blocks of a store again: they move as it grows. */
    private static String blocks(Layout layout, int i) {
        return switch (layout) {
            case BYTES, ARRAY -> "";
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL -> "s" + i + " = k" + i + ".blocks();\n";
        };
    }

    /** The arguments that say which value is written. */
    private static String value(Layout layout, int i) {
        return switch (layout) {
            case BYTES -> "v" + i + ", vs" + i + "[row], vl" + i + "[row]";
            case ARRAY -> "v" + i + ", row";
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL -> "v" + i + "[row]";
        };
    }

    private static String equal(Layout layout, int i) {
        String value = "v" + i + "[row]";
        String known = "s" + i + "[known >>> " + Cells.SHIFT + "][known & " + Cells.MASK + "]";
        return switch (layout) {
            case INT, LONG -> value + " == " + known;
            case BOOLEAN -> value + " == (" + known + " != 0)";
            case DOUBLE -> bits(value) + " == " + bits("Double.longBitsToDouble(" + known + ")");
            case DECIMAL -> value + ".compareTo(" + known + ") == 0";
            case BYTES -> "k" + i + ".same(known, v" + i + ", vs" + i + "[row], vl" + i + "[row])";
            case ARRAY -> "k" + i + ".sameValue(known, v" + i + ", row)";
        };
    }

    private static String bits(String number) {
        return "Double.doubleToLongBits(" + number + " + 0.0)";
    }

    private static String cell(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> "byte";
            case DOUBLE -> "long";
            case INT, LONG, DECIMAL, BYTES, ARRAY -> primitive(layout);
        };
    }

    private static String primitive(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> "boolean";
            case INT -> "int";
            case LONG -> "long";
            case DOUBLE -> "double";
            case DECIMAL -> "java.math.BigDecimal";
            case BYTES, ARRAY -> throw new IllegalStateException(layout + " is not held as values");
        };
    }

    private static String column(Layout layout) {
        return (switch (layout) {
                    case BOOLEAN -> BooleanColumn.class;
                    case INT -> IntColumn.class;
                    case LONG -> LongColumn.class;
                    case DOUBLE -> DoubleColumn.class;
                    case BYTES -> BytesColumn.class;
                    case DECIMAL -> DecimalColumn.class;
                    case ARRAY -> ArrayColumn.class;
                })
                .getName();
    }

    private static String store(Layout layout) {
        return (switch (layout) {
                    case BOOLEAN -> BooleanStore.class;
                    case INT -> IntStore.class;
                    case LONG -> LongStore.class;
                    case DOUBLE -> DoubleStore.class;
                    case BYTES -> BytesStore.class;
                    case DECIMAL -> DecimalStore.class;
                    case ARRAY -> ArrayStore.class;
                })
                .getName();
    }
}
