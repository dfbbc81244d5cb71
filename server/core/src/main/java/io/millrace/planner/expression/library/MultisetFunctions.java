package io.millrace.planner.expression.library;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.NestedValues;
import io.millrace.planner.expression.OwnFunction;
import io.millrace.planner.expression.SourceCalls;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Static;

/** Multisets: their constructor, what is made of several, and what is asked of them. */
public final class MultisetFunctions {

    private static final String MULTISETS = "io.millrace.engine.codegen.runtime.nested.Multisets";

    private static final SqlOperandTypeChecker ONE = OperandTypes.family(SqlTypeFamily.MULTISET);
    private static final SqlOperandTypeChecker TWO =
            OperandTypes.family(SqlTypeFamily.MULTISET, SqlTypeFamily.MULTISET);
    private static final SqlReturnTypeInference BOTH =
            ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.TO_NULLABLE);
    private static final SqlReturnTypeInference UNKNOWN_OF_NULLS =
            ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** MULTISET[value, …]. */
    static final OwnFunction OF = new OwnFunction(
            "MULTISET OF", MultisetFunctions::ofElements, OperandTypes.SAME_VARIADIC, MultisetFunctions::made);

    /** The multiset of the elements of an array. */
    static final OwnFunction OF_ARRAY = new OwnFunction(
            "MULTISET OF ARRAY",
            binding -> multiset(
                    binding,
                    binding.getOperandType(0).getComponentType(),
                    binding.getOperandType(0).isNullable()),
            OperandTypes.ARRAY,
            (call, operands) -> sorted(call, operands.get(0)));

    static final OwnFunction FUSED = ofArray("FUSION OF ARRAY", "fused");
    static final OwnFunction INTERSECTED = ofArray("INTERSECTION OF ARRAY", "intersected");
    static final OwnFunction UNION_ALL = combined("MULTISET UNION ALL", "union");
    static final OwnFunction UNION = combined("MULTISET UNION DISTINCT", "unionDistinct");
    static final OwnFunction EXCEPT_ALL = combined("MULTISET EXCEPT ALL", "except");
    static final OwnFunction EXCEPT = distinct("MULTISET EXCEPT DISTINCT", "except");
    static final OwnFunction INTERSECT_ALL = combined("MULTISET INTERSECT ALL", "intersect");
    static final OwnFunction INTERSECT = distinct("MULTISET INTERSECT DISTINCT", "intersect");

    static final OwnFunction SUBMULTISET = new OwnFunction(
            "SUBMULTISET OF",
            ReturnTypes.BOOLEAN_NULLABLE,
            TWO,
            (call, operands) -> asked(
                    call,
                    "Boolean.valueOf(" + MULTISETS + ".holds((java.util.List) a1, (java.util.List) a0))",
                    same(call, operands)));

    static final OwnFunction NOT_SUBMULTISET = new OwnFunction(
            "NOT SUBMULTISET OF",
            ReturnTypes.BOOLEAN_NULLABLE,
            TWO,
            (call, operands) -> asked(
                    call,
                    "Boolean.valueOf(!" + MULTISETS + ".holds((java.util.List) a1, (java.util.List) a0))",
                    same(call, operands)));

    static final OwnFunction IS_SET = new OwnFunction(
            "IS A SET",
            ReturnTypes.BOOLEAN_NULLABLE,
            ONE,
            (call, operands) -> asked(call, "Boolean.valueOf(" + MULTISETS + ".isSet((java.util.List) a0))", operands));

    static final OwnFunction IS_NO_SET = new OwnFunction(
            "IS NOT A SET",
            ReturnTypes.BOOLEAN_NULLABLE,
            ONE,
            (call, operands) ->
                    asked(call, "Boolean.valueOf(!" + MULTISETS + ".isSet((java.util.List) a0))", operands));

    static final OwnFunction MEMBER = new OwnFunction(
            "MEMBER OF",
            UNKNOWN_OF_NULLS,
            OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.MULTISET),
            MultisetFunctions::member);

    static final OwnFunction ELEMENT = new OwnFunction(
            "ELEMENT",
            binding -> binding.getTypeFactory()
                    .createTypeWithNullability(binding.getOperandType(0).getComponentType(), true),
            ONE.or(OperandTypes.ARRAY),
            MultisetFunctions::element);

    /** SET(multiset): each element once. */
    static final OwnFunction SET = new OwnFunction(
            "SET",
            ReturnTypes.ARG0,
            ONE,
            (call, operands) -> asked(call, MULTISETS + ".distinct((java.util.List) a0)", operands));

    static final List<OwnFunction> ALL = List.of(
            OF,
            SET,
            OF_ARRAY,
            FUSED,
            INTERSECTED,
            UNION_ALL,
            UNION,
            EXCEPT_ALL,
            EXCEPT,
            INTERSECT_ALL,
            INTERSECT,
            SUBMULTISET,
            NOT_SUBMULTISET,
            IS_SET,
            IS_NO_SET,
            MEMBER,
            ELEMENT);

    private MultisetFunctions() {}

    /** The constructor of a multiset. */
    public static OwnFunction of() {
        return OF;
    }

    /** What makes a multiset of an array. */
    public static OwnFunction ofArray() {
        return OF_ARRAY;
    }

    private static RelDataType ofElements(SqlOperatorBinding binding) {
        RelDataType element = binding.getTypeFactory().leastRestrictive(binding.collectOperandTypes());
        if (element == null) {
            throw binding.newError(Static.RESOURCE.needSameTypeParameter());
        }
        return multiset(binding, element, false);
    }

    private static RelDataType multiset(SqlOperatorBinding binding, RelDataType element, boolean nullable) {
        RelDataTypeFactory types = binding.getTypeFactory();
        return types.createTypeWithNullability(types.createMultisetType(element, -1), nullable);
    }

    private static OwnFunction ofArray(String name, String method) {
        return new OwnFunction(
                name,
                binding -> ofMultisets(binding, name.substring(0, name.indexOf(' '))),
                OperandTypes.ARRAY,
                (call, operands) -> asked(call, MULTISETS + "." + method + "((java.util.List) a0)", operands));
    }

    /** The type of what an aggregate of a name takes, and gives. */
    private static RelDataType ofMultisets(SqlOperatorBinding binding, String aggregate) {
        RelDataType element = binding.getOperandType(0).getComponentType();
        if (element.getSqlTypeName() != SqlTypeName.MULTISET) {
            throw binding.newError(Static.RESOURCE.canNotApplyOp2Type(
                    aggregate, "'" + aggregate + "(<" + element + ">)'", "'" + aggregate + "(<MULTISET>)'"));
        }
        return binding.getTypeFactory().createTypeWithNullability(element, true);
    }

    private static OwnFunction combined(String name, String method) {
        return new OwnFunction(
                name,
                BOTH,
                TWO,
                (call, operands) -> asked(
                        call,
                        MULTISETS + "." + method + "((java.util.List) a0, (java.util.List) a1)",
                        same(call, operands)));
    }

    /** Of the elements without those that are there again. */
    private static OwnFunction distinct(String name, String method) {
        return new OwnFunction(
                name,
                BOTH,
                TWO,
                (call, operands) -> asked(
                        call,
                        MULTISETS + "." + method + "(" + MULTISETS + ".distinct((java.util.List) a0), " + MULTISETS
                                + ".distinct((java.util.List) a1))",
                        same(call, operands)));
    }

    /** Both operands with elements of one type. */
    private static List<Expression> same(RexCall call, List<Expression> operands) {
        ArrayType first = (ArrayType) operands.get(0).type();
        ArrayType second = (ArrayType) operands.get(1).type();
        if (bothText(first.element(), second.element())) {
            return operands;
        }
        boolean wider = Casts.holds(first, second);
        if (!wider && !Casts.holds(second, first)) {
            return List.of(SourceCalls.notSupported(call));
        }
        ArrayType common = new ArrayType(
                (wider ? second : first).element(), first.elementNullable() || second.elementNullable(), true);
        return operands.stream().map(operand -> Casts.cast(operand, common)).toList();
    }

    private static boolean bothText(Type first, Type second) {
        return Casts.isText(first) && Casts.isText(second);
    }

    private static Expression made(RexCall call, List<Expression> operands) {
        ArrayType type = (ArrayType) TypeConversion.fromCalcite(call.getType());
        List<Expression> elements = new ArrayList<>();
        operands.forEach(operand -> elements.add(Casts.cast(operand, type.element())));
        ArrayType array = new ArrayType(type.element(), type.elementNullable());
        return sorted(call, new Call(Function.ARRAY_OF, elements, array, false));
    }

    private static Expression sorted(RexCall call, Expression array) {
        return asked(call, MULTISETS + ".of((java.util.List) a0)", List.of(array));
    }

    private static Expression member(RexCall call, List<Expression> operands) {
        Expression value =
                NestedValues.key(operands.get(0), ((ArrayType) operands.get(1).type()).element());
        return SourceCalls.ofElements(
                call,
                "return " + MULTISETS + ".isMember(a0 != null, (Object) a1, (java.util.List) a2);",
                List.of(operands.get(0), value, operands.get(1)));
    }

    private static Expression element(RexCall call, List<Expression> operands) {
        Expression collection = operands.get(0);
        Expression size = new Call(Function.CARDINALITY, List.of(collection), Type.INTEGER, collection.nullable());
        return new Call(
                Function.ITEM,
                List.of(
                        collection,
                        SourceCalls.integer(call, "return " + MULTISETS + ".only((Integer) a0);", List.of(size))),
                ((ArrayType) collection.type()).element(),
                true);
    }

    private static Expression asked(RexCall call, String question, List<Expression> operands) {
        StringBuilder known = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            known.append(i == 0 ? "" : " || ").append("a").append(i).append(" == null");
        }
        return SourceCalls.ofElements(call, "if (" + known + ") { return null; } return " + question + ";", operands);
    }
}
