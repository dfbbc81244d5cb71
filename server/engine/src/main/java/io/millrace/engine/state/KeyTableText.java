package io.millrace.engine.state;

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

/** Writes the members of the generated subclasses of {@link KeyTable}. */
final class KeyTableText {

    private static final String SIGNATURE =
            "(" + Column.class.getName() + "[] keys, int rows, int[] keyHashes, int[] ids) {\n";

    private KeyTableText() {}

    static String body(List<Layout> layouts) {
        StringBuilder text = new StringBuilder();
        String stores = ColumnStore.class.getName() + "[]";
        for (int i = 0; i < layouts.size(); i++) {
            text.append("private final " + store(layouts.get(i)) + " k" + i + ";\n");
        }
        text.append("public " + "@Self(Object[] constants) {\nsuper((" + stores + ") constants[0]);\n");
        for (int i = 0; i < layouts.size(); i++) {
            text.append("k" + i + " = (" + store(layouts.get(i)) + ") store(" + i + ");\n");
        }
        text.append("}\n");
        method(text, layouts, "lookUp", "ids[row] = -1;\n");
        method(text, layouts, "lookUpOrAdd", adding(layouts));
        return text.toString();
    }

    private static String adding(List<Layout> layouts) {
        StringBuilder text =
                new StringBuilder("ids[row] = add(keys, row, hash, slot);\nslots = this.slots;\nmask = this.mask;\n");
        for (int i = 0; i < layouts.size(); i++) {
            readStore(text, layouts.get(i), i, false);
        }
        return text.toString();
    }

    private static void method(StringBuilder text, List<Layout> layouts, String name, String absent) {
        text.append("protected void " + name + SIGNATURE).append("long[] slots = this.slots;\nint mask = this.mask;\n");
        for (int i = 0; i < layouts.size(); i++) {
            readColumn(text, layouts.get(i), i);
            readStore(text, layouts.get(i), i, true);
        }
        text.append("for (int row = 0; row < rows; row++) {\nint hash = keyHashes[row];\nint slot = hash & mask;\n")
                .append("int id = -1;\nlong entry = slots[slot];\nwhile (entry != 0L) {\n")
                .append("if ((int) (entry >>> 32) == hash) {\nint known = (int) entry - 1;\nif (true");
        for (int i = 0; i < layouts.size(); i++) {
            text.append("\n&& (!t" + i + " || (!" + isNull("n", i, "row") + " && !" + isNull("m", i, "known") + ") ? ")
                    .append(equal(layouts.get(i), i))
                    .append(" : " + isNull("n", i, "row") + " && " + isNull("m", i, "known") + ")");
        }
        text.append(") {\nid = known;\nbreak;\n}\n}\nslot = slot + 1 & mask;\nentry = slots[slot];\n}\n")
                .append("if (id >= 0) {\nids[row] = id;\n} else {\n" + absent + "}\n}\n}\n");
    }

    private static void readColumn(StringBuilder text, Layout layout, int i) {
        String column = column(layout);
        text.append("long[] n" + i + " = keys[" + i + "].nulls();\n");
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

    private static void readStore(StringBuilder text, Layout layout, int i, boolean declare) {
        text.append((declare ? "long[] " : "") + "m" + i + " = k" + i + ".nulls();\n")
                .append((declare ? "boolean " : "") + "t" + i + " = n" + i + " != null || m" + i + " != null;\n");
        switch (layout) {
            case BYTES ->
                text.append((declare ? "byte[] " : "") + "s" + i + " = k" + i + ".data();\n")
                        .append((declare ? "int[] " : "") + "ss" + i + " = k" + i + ".starts();\n")
                        .append((declare ? "int[] " : "") + "sl" + i + " = k" + i + ".lengths();\n");
            case ARRAY -> {}
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL ->
                text.append((declare ? primitive(layout) + "[] " : "") + "s" + i + " = k" + i + ".values();\n");
        }
    }

    private static String equal(Layout layout, int i) {
        return switch (layout) {
            case BOOLEAN, INT, LONG -> "v" + i + "[row] == s" + i + "[known]";
            case DOUBLE ->
                "Double.doubleToLongBits(v" + i + "[row] + 0.0) == Double.doubleToLongBits(s" + i + "[known] + 0.0)";
            case DECIMAL -> "v" + i + "[row].compareTo(s" + i + "[known]) == 0";
            case BYTES ->
                BytesStore.class.getName() + ".same(v" + i + ", vs" + i + "[row], vl" + i + "[row], s" + i + ", ss" + i
                        + "[known], sl" + i + "[known])";
            case ARRAY -> "k" + i + ".sameValue(known, v" + i + ", row)";
        };
    }

    private static String isNull(String mask, int i, String at) {
        return NullMask.class.getName() + ".isNull(" + mask + i + ", " + at + ")";
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
