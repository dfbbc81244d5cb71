package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/** Rows and maps: making them, which allocates per row, and reading what is in them, which copies text at most. */
final class NestedCalls implements CallTranslator {

    private static final String PACKED = "io.millrace.spi.data.packed.";
    private static final String READER = PACKED + "PackedReader.";
    private static final String WRITER = PACKED + "PackedWriter";
    private static final String PACKING = "io.millrace.engine.codegen.runtime.nested.NestedPacking.";

    private final ExpressionCode translator;
    private final RowCode code;

    NestedCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case ROW_OF -> rowOf(call);
            case MAP_OF -> mapOf(call);
            case FIELD -> translator.strict(call, a -> field(call, a.get(0)));
            case MAP_VALUE -> translator.strict(call, a -> mapValue(call, a));
            case MAP_SIZE ->
                translator.strict(
                        call,
                        a -> code.value(
                                call.type(), PACKING + "size(" + type(a.get(0).type()) + ", " + at(a.get(0)) + ")"));
            case MAP_ENTRIES ->
                translator.strict(
                        call,
                        a -> array(
                                call.type(),
                                PACKING + "entries(" + type(a.get(0).type()) + ", " + at(a.get(0)) + ")"));
            default -> {
                boolean keys = call.function() == io.millrace.dstream.expression.Function.MAP_KEYS;
                yield translator.strict(
                        call,
                        a -> array(
                                call.type(),
                                PACKING + "part(" + type(a.get(0).type()) + ", " + at(a.get(0)) + ", " + keys + ")"));
            }
        };
    }

    private static String at(Operand packed) {
        return packed.value() + ", " + packed.start();
    }

    private String type(Type type) {
        return code.owner().constant("io.millrace.spi.data.Type", type);
    }

    private Operand array(Type type, String column) {
        String elements = code.define("Column", "any", column);
        return Operand.slice(type, elements, "0", code.define("int", "l", elements + ".size()"));
    }

    private Operand rowOf(Call call) {
        StructType type = (StructType) call.type();
        List<Operand> values =
                call.arguments().stream().map(translator::translate).toList();
        String row = code.define(WRITER, "row", "new " + WRITER + "()");
        for (int i = 0; i < values.size(); i++) {
            put(row, values.get(i), type.fields().get(i).type());
        }
        return code.made(type, PACKING + "copy(" + row + ", " + code.buffer() + ");");
    }

    private Operand mapOf(Call call) {
        MapType type = (MapType) call.type();
        List<Operand> values = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            values.add(translator.translate(argument));
        }
        String map = code.define(PACKED + "PackedMap", "map", "new " + PACKED + "PackedMap()");
        for (int i = 0; i < values.size(); i += 2) {
            if (!values.get(i).neverNull()) {
                code.line("if (" + values.get(i).isNull() + ") {");
                code.line(PACKING + "refuseNullKey();");
                code.line("}");
            }
            put(map + ".key()", values.get(i), type.key());
            put(map + ".value()", values.get(i + 1), type.value());
            code.line(map + ".endEntry();");
        }
        return code.made(type, PACKING + "copy(" + map + ", " + code.buffer() + ");");
    }

    /** Writes an operand as a field of a type. */
    private void put(String writer, Operand operand, Type type) {
        if (operand.alwaysNull()) {
            code.line(writer + ".putNull();");
            return;
        }
        if (operand.neverNull()) {
            putValue(writer, operand, type);
            return;
        }
        code.line("if (" + operand.isNull() + ") {");
        code.line(writer + ".putNull();");
        code.line("} else {");
        code.append(code.capture(() -> putValue(writer, operand.withNull(Operand.NEVER), type)));
        code.line("}");
    }

    private void putValue(String writer, Operand operand, Type type) {
        Operand value = Conversions.same(operand.type(), type)
                ? operand.withType(type)
                : translator.conversions().convert(operand, type);
        code.line(writer + ".begin();");
        code.line(writer
                + switch (type.layout()) {
                    case BOOLEAN -> ".putBoolean(" + value + ");";
                    case INT -> ".putInt(" + value + ");";
                    case LONG -> ".putLong(" + value + ");";
                    case DOUBLE -> ".putDouble(" + value + ");";
                    case DECIMAL -> ".putDecimal(" + value + ");";
                    case BYTES -> (type instanceof ScalarType ? ".putBytes(" : ".putPacked(") + value.slice() + ");";
                    case ARRAY -> ".putArray(" + type(((ArrayType) type).element()) + ", " + value.slice() + ");";
                });
    }

    private Operand field(Call call, Operand row) {
        int index = ((Number) ExpressionCode.constant(call, 1).orElseThrow()).intValue();
        String at =
                code.define("int", "i", PACKING + "field(" + type(row.type()) + ", " + index + ", " + at(row) + ")");
        return found(row, at, call.type());
    }

    private Operand mapValue(Call call, List<Operand> arguments) {
        Operand map = arguments.get(0);
        String key = code.define(WRITER, "key", "new " + WRITER + "()");
        putValue(key, arguments.get(1).withNull(Operand.NEVER), ((MapType) map.type()).key());
        String at = code.define("int", "i", PACKING + "find(" + type(map.type()) + ", " + at(map) + ", " + key + ")");
        return found(map, at, call.type());
    }

    /** The value at a place, null where that is negative. */
    private Operand found(Operand within, String at, Type type) {
        Branches branches = new Branches(code, type);
        branches.add("      if (" + at + " >= 0) {\n", () -> read(within.value(), at, type), "      }\n");
        return branches.join("", "", true);
    }

    private Operand read(String data, String at, Type type) {
        String place = "(" + data + ", " + at + ")";
        return switch (type.layout()) {
            case BOOLEAN -> code.value(type, READER + "readBoolean" + place);
            case INT -> code.value(type, READER + "readInt" + place);
            case LONG -> code.value(type, READER + "readLong" + place);
            case DOUBLE -> code.value(type, READER + "readDouble" + place);
            case DECIMAL -> code.value(type, READER + "readDecimal(" + type(type) + ", " + data + ", " + at + ")");
            case BYTES -> {
                if (type instanceof ScalarType) {
                    yield code.made(type, PACKING + "text(" + data + ", " + at + ", " + code.buffer() + ");");
                }
                String end = READER + "skip(" + type(type) + ", " + data + ", " + at + ")";
                yield Operand.slice(type, data, at, code.define("int", "l", end + " - " + at));
            }
            case ARRAY -> array(type, PACKING + "array(" + type(type) + ", " + data + ", " + at + ")");
        };
    }
}
