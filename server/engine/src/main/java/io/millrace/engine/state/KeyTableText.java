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
import java.util.StringJoiner;

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
        text.append("protected void lookUp" + SIGNATURE);
        if (!layouts.isEmpty()) {
            text.append(
                    "if (" + anyNulls(layouts.size()) + ") {\nlookUpNulls(keys, rows, keyHashes, ids);\nreturn;\n}\n");
        }
        text.append("lookUpValues(keys, rows, keyHashes, ids);\n}\n");
        method(text, layouts, "lookUpValues", false);
        if (!layouts.isEmpty()) {
            method(text, layouts, "lookUpNulls", true);
        }
        return text.toString();
    }

    private static String anyNulls(int columns) {
        StringJoiner any = new StringJoiner(" || ");
        for (int i = 0; i < columns; i++) {
            any.add("keys[" + i + "].nulls() != null || k" + i + ".nulls() != null");
        }
        return any.toString();
    }

    /** One loop for keys that may be null and one for keys that are not, so that each is small and only what is needed is compiled. */
    private static void method(StringBuilder text, List<Layout> layouts, String name, boolean nulls) {
        text.append("private void " + name + SIGNATURE).append("long[] slots = this.slots;\nint mask = this.mask;\n");
        for (int i = 0; i < layouts.size(); i++) {
            readColumn(text, layouts.get(i), i, nulls);
            readStore(text, layouts.get(i), i, nulls);
        }
        text.append("for (int row = 0; row < rows; row++) {\nint hash = keyHashes[row];\nint slot = hash & mask;\n")
                .append("int id = -1;\nlong entry = slots[slot];\nwhile (entry != 0L) {\n")
                .append("if ((int) (entry >>> 32) == hash) {\nint known = (int) entry - 1;\nif (true");
        for (int i = 0; i < layouts.size(); i++) {
            String equal = equal(layouts.get(i), i);
            text.append("\n&& ");
            if (nulls) {
                String absent = isNull("n", i, "row");
                String unknown = isNull("m", i, "known");
                text.append("(" + absent + " || " + unknown + " ? " + absent + " && " + unknown + " : " + equal + ")");
            } else {
                text.append(equal);
            }
        }
        text.append(
                ") {\nid = known;\nbreak;\n}\n}\nslot = slot + 1 & mask;\nentry = slots[slot];\n}\nids[row] = id;\n}\n}\n");
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

    private static void readStore(StringBuilder text, Layout layout, int i, boolean nulls) {
        if (nulls) {
            text.append("long[] m" + i + " = k" + i + ".nulls();\n");
        }
        switch (layout) {
            case BYTES ->
                text.append("byte[] s" + i + " = k" + i + ".data();\n")
                        .append("int[] ss" + i + " = k" + i + ".starts();\n")
                        .append("int[] sl" + i + " = k" + i + ".lengths();\n");
            case ARRAY -> {}
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL ->
                text.append(primitive(layout) + "[] s" + i + " = k" + i + ".values();\n");
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
