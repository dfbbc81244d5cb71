package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.MoreThanOneRow;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which of Calcite's operators are which of our functions: by kind where the kind says it all, else by name. */
public final class Functions {

    private static final Map<SqlKind, CallTranslation> BY_KIND;
    private static final Map<String, CallTranslation> BY_NAME;

    static {
        Map<SqlKind, CallTranslation> kinds = new EnumMap<>(SqlKind.class);
        Map<String, CallTranslation> names = new HashMap<>();
        logic(kinds);
        comparison(kinds);
        kinds.put(SqlKind.PLUS, Arithmetic::plus);
        kinds.put(SqlKind.MINUS, Arithmetic::minus);
        kinds.put(SqlKind.TIMES, Arithmetic::times);
        kinds.put(SqlKind.DIVIDE, Arithmetic::divide);
        kinds.put(SqlKind.MOD, Arithmetic::modulo);
        kinds.put(SqlKind.MINUS_PREFIX, (call, operands) -> Arithmetic.ofOwnType(Function.NEGATE, call, operands));
        kinds.put(SqlKind.PLUS_PREFIX, (call, operands) -> operands.get(0));
        kinds.put(SqlKind.CAST, Functions::cast);
        kinds.put(SqlKind.SAFE_CAST, Functions::tryCast);
        kinds.put(SqlKind.REINTERPRET, Functions::reinterpret);
        kinds.put(SqlKind.CASE, Functions::caseOf);
        kinds.put(SqlKind.COALESCE, (call, operands) -> sameType(Function.COALESCE, call, operands));
        kinds.put(SqlKind.GREATEST, (call, operands) -> sameType(Function.GREATEST, call, operands));
        kinds.put(SqlKind.LEAST, (call, operands) -> sameType(Function.LEAST, call, operands));
        kinds.put(
                SqlKind.ITEM,
                or(
                        (call, operands) -> Variants.item(operands).or(() -> NestedValues.item(call, operands)),
                        TextFunctions.with(Function.ITEM, Argument.SAME, Argument.INTEGER)));
        kinds.put(SqlKind.ROW, NestedValues::row);
        kinds.put(SqlKind.MAP_VALUE_CONSTRUCTOR, NestedValues::map);
        kinds.put(SqlKind.ARRAY_VALUE_CONSTRUCTOR, Functions::array);
        kinds.put(SqlKind.EXTRACT, Extracts::extract);
        kinds.put(SqlKind.FLOOR, DateTimes::floor);
        kinds.put(SqlKind.CEIL, DateTimes::ceil);
        TextFunctions.register(kinds, names);
        Arithmetic.register(names);
        DateTimes.register(names);
        names.put("CURRENT_TIMESTAMP", DateTimes::now);
        names.put("LOCALTIMESTAMP", DateTimes::now);
        names.put("MAP", NestedValues::map);
        names.put("ARRAY", Functions::array);
        names.put("CARDINALITY", or(NestedValues::size, TextFunctions.with(Function.CARDINALITY, Argument.SAME)));
        names.put("OFFSET", (call, operands) -> NestedValues.place(call, operands, 1, false));
        names.put("ORDINAL", (call, operands) -> NestedValues.place(call, operands, 0, false));
        names.put("SAFE_OFFSET", (call, operands) -> NestedValues.place(call, operands, 1, true));
        names.put("SAFE_ORDINAL", (call, operands) -> NestedValues.place(call, operands, 0, true));
        names.put("SORT_ARRAY", NestedValues::sorted);
        names.put("ARRAY_MIN", (call, operands) -> NestedValues.extreme(call, operands, 1));
        names.put("ARRAY_MAX", (call, operands) -> NestedValues.extreme(call, operands, -1));
        names.put("MAP_CONTAINS_KEY", NestedValues::containsKey);
        names.put("MAP_KEYS", (call, operands) -> NestedValues.part(Function.MAP_KEYS, call, operands));
        names.put("MAP_VALUES", (call, operands) -> NestedValues.part(Function.MAP_VALUES, call, operands));
        names.put("MAP_ENTRIES", (call, operands) -> NestedValues.part(Function.MAP_ENTRIES, call, operands));
        names.put("ARRAY_LENGTH", TextFunctions.with(Function.CARDINALITY, Argument.SAME));
        names.put("JSON_ARRAY", JsonCalls::array);
        names.put("JSON_OBJECT", JsonCalls::object);
        names.put(MoreThanOneRow.NAME, SourceCalls::moreThanOneRow);
        BY_KIND = Map.copyOf(kinds);
        BY_NAME = Map.copyOf(names);
    }

    private Functions() {}

    /** A translation for some operands, and one for all others. */
    private static CallTranslation or(
            BiFunction<RexCall, List<Expression>, Optional<Expression>> some, CallTranslation others) {
        return (call, operands) -> some.apply(call, operands).orElseGet(() -> others.translate(call, operands));
    }

    private static void logic(Map<SqlKind, CallTranslation> kinds) {
        Map.of(
                        SqlKind.AND, Function.AND,
                        SqlKind.OR, Function.OR,
                        SqlKind.NOT, Function.NOT,
                        SqlKind.IS_NULL, Function.IS_NULL,
                        SqlKind.IS_NOT_NULL, Function.IS_NOT_NULL,
                        SqlKind.IS_TRUE, Function.IS_TRUE,
                        SqlKind.IS_NOT_TRUE, Function.IS_NOT_TRUE,
                        SqlKind.IS_FALSE, Function.IS_FALSE,
                        SqlKind.IS_NOT_FALSE, Function.IS_NOT_FALSE)
                .forEach((kind, function) -> kinds.put(kind, (call, operands) -> of(function, call, operands)));
        kinds.put(SqlKind.IS_UNKNOWN, (call, operands) -> of(Function.IS_NULL, call, operands));
    }

    private static void comparison(Map<SqlKind, CallTranslation> kinds) {
        Map.of(
                        SqlKind.EQUALS, Function.EQUAL,
                        SqlKind.NOT_EQUALS, Function.NOT_EQUAL,
                        SqlKind.LESS_THAN, Function.LESS,
                        SqlKind.LESS_THAN_OR_EQUAL, Function.LESS_OR_EQUAL,
                        SqlKind.GREATER_THAN, Function.GREATER,
                        SqlKind.GREATER_THAN_OR_EQUAL, Function.GREATER_OR_EQUAL,
                        SqlKind.IS_NOT_DISTINCT_FROM, Function.IS_NOT_DISTINCT_FROM)
                .forEach((kind, function) ->
                        kinds.put(kind, (call, operands) -> of(function, call, Casts.align(operands))));
        kinds.put(
                SqlKind.IS_DISTINCT_FROM,
                (call, operands) -> of(
                        Function.NOT,
                        call,
                        List.of(new Call(Function.IS_NOT_DISTINCT_FROM, Casts.align(operands), Type.BOOLEAN, false))));
    }

    /** How calls like this one are translated; empty for the long tail. */
    static Optional<CallTranslation> find(RexCall call) {
        if (call.getOperator() instanceof OwnFunction own) {
            return Optional.of(own.translation());
        }
        CallTranslation byName = BY_NAME.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
        return Optional.ofNullable(byName != null ? byName : BY_KIND.get(call.getKind()));
    }

    /** The operands that are values; flags such as the unit of EXTRACT or the side of TRIM are read from the call. */
    static List<RexNode> values(RexCall call) {
        return call.getOperands().stream()
                .filter(operand -> operand.getType().getSqlTypeName() != SqlTypeName.SYMBOL)
                .toList();
    }

    /** The flag among the operands of a call. */
    static <E extends Enum<E>> E flag(RexCall call, Class<E> type) {
        return call.getOperands().stream()
                .filter(operand -> operand.getType().getSqlTypeName() == SqlTypeName.SYMBOL)
                .map(operand -> ((RexLiteral) operand).getValueAs(type))
                .findFirst()
                .orElseThrow();
    }

    /** A call whose type is the one Calcite derived. */
    public static Expression of(Function function, RexCall call, List<Expression> operands) {
        return new Call(
                function,
                operands,
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
    }

    private static Expression cast(RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        Expression operand = operands.get(0);
        if (type instanceof ArrayType to
                && to.multiset()
                && operand.type() instanceof ArrayType from
                && !from.multiset()) {
            Type array = new ArrayType(to.element(), to.elementNullable());
            if (!NestedValues.castable(operand, array)) {
                checkConversion(call, operand.type(), array);
            }
            return SourceCalls.holdsBinary(type) ? SourceCalls.notSupported(call) : Casts.cast(operand, type);
        }
        if (Variants.isVariant(operand) || type == Type.VARIANT) {
            checkConversion(call, operand.type(), type);
            return Casts.cast(operand, type);
        }
        boolean interval = Literals.isInterval(operand.type()) || Literals.isInterval(type);
        if (interval) {
            return Intervals.cast(call, operand, type);
        }
        if (operand.type() instanceof ScalarType || !NestedValues.castable(operand, type)) {
            checkConversion(call, operand.type(), type);
        }
        return Casts.cast(operand, type);
    }

    private static void checkConversion(RexCall call, Type from, Type to) {
        boolean within = from == Type.VARIANT
                || to == Type.VARIANT
                || from instanceof ScalarType
                || to instanceof ScalarType
                || Casts.holds(from, to);
        if (!within || !Conversions.exists(from, to)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.call(call),
                    "CAST from " + from.sql() + " to " + to.sql() + " is not supported");
        }
    }

    private static Expression tryCast(RexCall call, List<Expression> operands) {
        Type from = operands.get(0).type();
        Type type = TypeConversion.fromCalcite(call.getType());
        checkConversion(call, from, type);
        if (from == Type.VARIANT || type == Type.VARIANT) {
            return of(Function.TRY_CAST, call, operands);
        }
        boolean counted =
                Literals.isInterval(type) && !Casts.isText(from) || Literals.isInterval(from) && !Casts.isText(type);
        if (counted && from.kind() != type.kind()) {
            return Intervals.isWhole(from, type)
                    ? of(Function.TRY_CAST, call, List.of(Intervals.units(call, operands.get(0))))
                    : SourceCalls.notSupported(call);
        }
        return of(Function.TRY_CAST, call, operands);
    }

    private static Expression reinterpret(RexCall call, List<Expression> operands) {
        Expression operand = operands.get(0);
        Type type = TypeConversion.fromCalcite(call.getType());
        return operand.type().layout() == type.layout()
                ? new Call(Function.REINTERPRET, operands, type, operand.nullable())
                : new Call(
                        Function.CAST,
                        List.of(new Call(
                                Function.REINTERPRET, operands, Intervals.count(operand.type()), operand.nullable())),
                        type,
                        operand.nullable());
    }

    private static Expression sameType(Function function, RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        return of(
                function,
                call,
                operands.stream().map(operand -> Casts.cast(operand, type)).toList());
    }

    private static Expression caseOf(RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        Expression[] branches = operands.toArray(Expression[]::new);
        for (int i = 0; i < branches.length; i++) {
            boolean condition = i % 2 == 0 && i < branches.length - 1;
            branches[i] = condition ? branches[i] : Casts.cast(branches[i], type);
        }
        return of(Function.CASE, call, List.of(branches));
    }

    static Expression sequence(RexCall call, List<Expression> operands) {
        List<Expression> numbers = new ArrayList<>();
        operands.forEach(operand -> numbers.add(Casts.cast(operand, Type.BIGINT)));
        if (numbers.size() < 3) {
            numbers.add(Literal.of(1L, Type.BIGINT));
        }
        return of(Function.SEQUENCE, call, numbers);
    }

    private static Expression array(RexCall call, List<Expression> operands) {
        Type element = TypeConversion.fromCalcite(call.getType().getComponentType());
        return of(
                Function.ARRAY_OF,
                call,
                operands.stream().map(operand -> Casts.cast(operand, element)).toList());
    }
}
