package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.NestedTypes;
import io.millrace.engine.codegen.runtime.nested.Multisets;
import io.millrace.engine.codegen.runtime.nested.NestedLists;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rex.RexCall;

/** Rows and maps: their constructors, what is read of them, and casts between them, which are casts of what they consist of. */
public final class NestedValues {

    private static final String LISTS = NestedLists.class.getName();
    private static final String MULTISETS = Multisets.class.getName();

    private NestedValues() {}

    static Expression row(RexCall call, List<Expression> operands) {
        StructType type = (StructType) TypeConversion.fromCalcite(call.getType());
        return new Call(Function.ROW_OF, fitted(operands, type), type, false);
    }

    private static List<Expression> fitted(List<Expression> operands, StructType type) {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            values.add(Casts.cast(operands.get(i), type.fields().get(i).type()));
        }
        return values;
    }

    static Expression map(RexCall call, List<Expression> operands) {
        MapType type = (MapType) TypeConversion.fromCalcite(call.getType());
        return new Call(Function.MAP_OF, fitted(operands, type), type, false);
    }

    private static List<Expression> fitted(List<Expression> operands, MapType type) {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            values.add(Casts.cast(operands.get(i), i % 2 == 0 ? type.key() : type.value()));
        }
        return values;
    }

    /** A field of a row; of one that is made here, its value. */
    public static Expression field(Expression row, int index) {
        if (row instanceof Call call && call.function() == Function.ROW_OF) {
            return call.arguments().get(index);
        }
        Field field = ((StructType) row.type()).fields().get(index);
        return new Call(
                Function.FIELD,
                List.of(row, Literal.of(index, Type.INTEGER)),
                field.type(),
                row.nullable() || field.nullable());
    }

    /** {@code m[key]}, {@code r[1]} and {@code r['name']}; empty for arrays. */
    static Optional<Expression> item(RexCall call, List<Expression> operands) {
        Expression of = operands.get(0);
        if (of.type() instanceof MapType map) {
            Expression key = key(operands.get(1), map.key());
            return Optional.of(new Call(Function.MAP_VALUE, List.of(of, key), map.value(), true));
        }
        if (!(of.type() instanceof StructType row)) {
            return Optional.empty();
        }
        Object place =
                operands.get(1) instanceof Literal literal ? literal.value().orElse("") : "";
        OptionalInt index = place instanceof Number number
                ? OptionalInt.of(number.intValue() - 1)
                : new RowType(row.fields()).indexOf(place.toString());
        if (index.isEmpty()
                || index.getAsInt() < 0
                || index.getAsInt() >= row.fields().size()) {
            throw new UnplannableException(
                    ErrorCode.COLUMN_NOT_FOUND, Construct.call(call), row.sql() + " has no such field");
        }
        return Optional.of(field(of, index.getAsInt()));
    }

    /**
     * {@code array[OFFSET(0)]} and its kind.
     *
     * @param shift what is added to a place, so that the first is 1
     * @param safe whether there is NULL in a place that the array has not, which is an error otherwise
     */
    static Expression place(RexCall call, List<Expression> operands, int shift, boolean safe) {
        Expression array = operands.get(0);
        Expression place = Casts.cast(operands.get(1), Type.INTEGER);
        if (safe && shift != 0) {
            Literal most = Literal.of(Integer.MAX_VALUE - shift, Type.INTEGER);
            Expression fits = new Call(Function.LESS_OR_EQUAL, List.of(place, most), Type.BOOLEAN, place.nullable());
            place = new Call(Function.CASE, List.of(fits, place, Literal.nullOf(Type.INTEGER)), Type.INTEGER, true);
        }
        if (!safe) {
            Expression size = new Call(Function.CARDINALITY, List.of(array), Type.INTEGER, array.nullable());
            place = SourceCalls.integer(
                    call,
                    "return " + LISTS + ".place((Integer) a0, (Integer) a1, " + shift + ");",
                    List.of(place, size));
        }
        Expression index = shift == 0
                ? place
                : new Call(
                        Function.ADD, List.of(place, Literal.of(shift, Type.INTEGER)), Type.INTEGER, place.nullable());
        return new Call(Function.ITEM, List.of(array, index), ((ArrayType) array.type()).element(), true);
    }

    /** SORT_ARRAY(array) or SORT_ARRAY(array, ascending). */
    static Expression sorted(RexCall call, List<Expression> operands) {
        if (!(operands.get(0).type() instanceof ArrayType)) {
            return SourceCalls.notSupported(call); // a mere NULL
        }
        boolean said = operands.size() > 1;
        return SourceCalls.ofElements(
                call,
                "return a0 == null" + (said ? " || a1 == null" : "") + " ? null : " + MULTISETS
                        + ".sorted((java.util.List) a0, " + (said ? "((Boolean) a1).booleanValue()" : "true") + ");",
                operands);
    }

    /** ARRAY_MIN, or with a negative sign ARRAY_MAX. */
    static Expression extreme(RexCall call, List<Expression> operands, int sign) {
        Expression array = operands.get(0);
        if (!(array.type() instanceof ArrayType type) || SourceCalls.holdsBinary(type)) {
            return SourceCalls.notSupported(call);
        }
        Expression place = new SourceCall(
                call.getOperator().getName(),
                "return a0 == null ? null : " + MULTISETS + ".place((java.util.List) a0, " + sign + ");",
                operands,
                Type.INTEGER,
                true);
        return new Call(Function.ITEM, List.of(array, place), type.element(), true);
    }

    /** A key that is looked for, in the type of those of a map; NULL where it has no such value, so that none is found. */
    public static Expression key(Expression key, Type type) {
        boolean text = Casts.isText(type);
        if (text && !Casts.isText(key.type()) && key.type() instanceof ScalarType) {
            return key(Casts.cast(key, Type.VARCHAR), type);
        }
        if (type.kind() == TypeKind.VARCHAR && text == Casts.isText(key.type())) {
            return Casts.cast(key, Type.VARCHAR);
        }
        boolean alike = key.type().equals(type) || Casts.holds(key.type(), type);
        boolean parsed = Casts.isText(key.type()) && !text;
        if (alike || parsed || !(type instanceof ScalarType) || !Conversions.exists(key.type(), type)) {
            return Casts.cast(key, type);
        }
        Expression cast = new Call(Function.TRY_CAST, List.of(key), type, true);
        Expression same = new Call(Function.EQUAL, Casts.align(List.of(cast, key)), Type.BOOLEAN, true);
        return new Call(Function.CASE, List.of(same, cast, Literal.nullOf(type)), type, true);
    }

    /** MAP_CONTAINS_KEY, which is FALSE for a key that the map cannot hold. */
    static Expression containsKey(RexCall call, List<Expression> operands) {
        MapType map = (MapType) operands.get(0).type();
        if (!(map.key() instanceof ScalarType) || !(map.value() instanceof ScalarType)) {
            return SourceCalls.notSupported(call);
        }
        Expression key = operands.get(1);
        return SourceCalls.custom(
                call,
                "if (a0 == null || a2 == null) { return null; }"
                        + " return Boolean.valueOf(a1 != null && ((java.util.Map) a0).containsKey(a1));",
                List.of(operands.get(0), key(key, map.key()), key));
    }

    /** CARDINALITY of a map; empty for arrays. */
    static Optional<Expression> size(RexCall call, List<Expression> operands) {
        return operands.get(0).type() instanceof MapType
                ? Optional.of(Casts.cast(
                        new Call(
                                Function.MAP_SIZE,
                                operands,
                                Type.INTEGER,
                                operands.get(0).nullable()),
                        TypeConversion.fromCalcite(call.getType())))
                : Optional.empty();
    }

    /** MAP_KEYS, MAP_VALUES or MAP_ENTRIES. */
    static Expression part(Function function, RexCall call, List<Expression> operands) {
        return part(function, operands, (ArrayType) TypeConversion.fromCalcite(call.getType()));
    }

    /** The entries of a map as an array of rows. */
    public static Expression entries(Expression map) {
        MapType type = (MapType) map.type();
        StructType entry = new StructType(
                List.of(new Field("key", type.key(), false), new Field("value", type.value(), type.valueNullable())));
        return part(Function.MAP_ENTRIES, List.of(map), new ArrayType(entry, false));
    }

    private static Expression part(Function function, List<Expression> operands, ArrayType type) {
        return new Call(function, operands, type, operands.get(0).nullable());
    }

    /** Whether there is a cast that can be made of those of the parts. */
    static boolean castable(Expression from, Type to) {
        if (Casts.holds(from.type(), to)
                || from instanceof Literal literal && literal.value().isEmpty()) {
            return true;
        }
        if (from instanceof Call call && isMade(call)) {
            return from.type().kind() == to.kind();
        }
        if (from.type() instanceof StructType row && to instanceof StructType target) {
            boolean castable = row.fields().size() == target.fields().size();
            for (int i = 0; castable && i < row.fields().size(); i++) {
                Type field = target.fields().get(i).type();
                castable = NestedTypes.isPacked(field) || field instanceof ArrayType
                        ? castable(field(from, i), field)
                        : Conversions.exists(row.fields().get(i).type(), field);
            }
            return castable;
        }
        return false;
    }

    private static boolean isMade(Call call) {
        return call.function() == Function.ROW_OF
                || call.function() == Function.MAP_OF
                || call.function() == Function.ARRAY_OF;
    }

    /** The cast of a row, map or array that is {@linkplain #castable castable}, but for one that lies in memory as it has to. */
    static Optional<Expression> cast(Expression from, Type to) {
        if (from instanceof Call call && isMade(call) && from.type().kind() == to.kind()) {
            return Optional.of(remade(call, to));
        }
        if (to instanceof ArrayType multiset
                && multiset.multiset()
                && from.type() instanceof ArrayType array
                && !array.multiset()
                && !SourceCalls.holdsBinary(to)) {
            Type inOrder = new ArrayType(multiset.element(), multiset.elementNullable());
            return Optional.of(sorted(Casts.cast(from, inOrder), to));
        }
        if (Casts.holds(from.type(), to)
                || !(from.type() instanceof StructType row && to instanceof StructType target)
                || row.fields().size() != target.fields().size()) {
            return Optional.empty();
        }
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < row.fields().size(); i++) {
            values.add(Casts.cast(field(from, i), target.fields().get(i).type()));
        }
        Expression made = new Call(Function.ROW_OF, values, to, false);
        return Optional.of(
                from.nullable()
                        ? new Call(
                                Function.CASE,
                                List.of(
                                        new Call(Function.IS_NULL, List.of(from), Type.BOOLEAN, false),
                                        Literal.nullOf(to),
                                        made),
                                to,
                                true)
                        : made);
    }

    private static Expression sorted(Expression array, Type multiset) {
        return new SourceCall(
                "MULTISET OF ARRAY",
                "return a0 == null ? null : " + MULTISETS + ".of((java.util.List) a0);",
                List.of(array),
                multiset,
                array.nullable());
    }

    private static Expression remade(Call call, Type to) {
        List<Expression> values;
        if (to instanceof StructType row) {
            values = fitted(call.arguments(), row);
        } else if (to instanceof MapType map) {
            values = fitted(call.arguments(), map);
        } else {
            Type element = ((ArrayType) to).element();
            values = call.arguments().stream()
                    .map(value -> Casts.cast(value, element))
                    .toList();
        }
        return new Call(call.function(), values, to, false);
    }
}
