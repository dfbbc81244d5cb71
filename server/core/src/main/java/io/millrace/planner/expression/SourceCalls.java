package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.runtime.call.UserAggregate;
import io.millrace.engine.codegen.runtime.call.UserMethod;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.MillraceTypeSystem;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.TimestampString;

/** Translates the long tail of functions into Java text that calls Calcite's runtime library. */
public final class SourceCalls {

    private static final String DATE_TIMES = "org.apache.calcite.avatica.util.DateTimeUtils";

    private static final String CODE_POINTS = "io.millrace.engine.codegen.runtime.CodePoints";

    private SourceCalls() {}

    static Expression translate(RexCall call, ExpressionTranslator translator, RexBuilder rex) {
        if (call.getOperands().stream().anyMatch(RexUtil::containsCorrelation)) {
            return notSupported(call);
        }
        Type type = TypeConversion.fromCalcite(call.getType());
        List<RexNode> parameters = new ArrayList<>();
        List<Expression> arguments = new ArrayList<>();
        List<RexNode> references = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (operand instanceof RexLiteral) {
                references.add(operand);
            } else {
                references.add(rex.makeInputRef(operand.getType(), parameters.size()));
                parameters.add(operand);
                arguments.add(translator.translate(operand));
            }
        }
        if (arguments.stream().anyMatch(argument -> holdsRow(argument.type()))) {
            return notSupported(call);
        }
        boolean fine = holdsFine(type)
                || arguments.stream().anyMatch(argument -> holdsFine(argument.type()))
                || references.stream().anyMatch(SourceCalls::isFineConstant);
        if (fine) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.call(call),
                    "the function " + call.getOperator().getName()
                            + " has timestamps of at most three digits; use CAST(… AS TIMESTAMP(3))");
        }
        if (holdsBinary(type) || arguments.stream().anyMatch(argument -> holdsBinary(argument.type()))) {
            return notSupported(call);
        }
        RexCall outlined = (RexCall) rex.makeCall(call.getType(), call.getOperator(), references);
        String body = CalciteJavaText.of(outlined, parameters, rex);
        return new SourceCall(
                call.getOperator().getName(),
                body,
                arguments,
                type,
                call.getType().isNullable());
    }

    /** The call of a method of a user, which is looked for when the first row comes: what is gone by then fails rows, not the server. */
    static Expression method(RexCall call, JavaFunction function, List<Expression> operands) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            arguments.append(i == 0 ? "" : ", ").append("(Object) a").append(i);
        }
        Type type = TypeConversion.fromCalcite(call.getType());
        String called = switch (function.kind()) {
            case SCALAR -> UserMethod.class.getName() + ".call(";
            case AGGREGATE -> UserAggregate.class.getName() + ".call(";
            case TABLE -> UserMethod.class.getName() + ".rows(";
        };
        String body = "return (" + box(type) + ") " + called + ClassCompiler.SELF
                + ".class, " + quoted(function.getName()) + ", " + quoted(function.method()) + ", "
                + quoted(function.signature().text()) + ", new Object[] {" + arguments + "});";
        return new SourceCall(function.getName(), body, operands, type, true);
    }

    /** A constant text in Java, whatever it holds. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 127 && c != '"' && c != '\\';
            quoted.append(
                    plain
                            ? String.valueOf(c)
                            : c < 128 ? String.format("\\%03o", (int) c) : String.format("\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }

    private static String box(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> "Boolean";
            case TINYINT, SMALLINT, INTEGER, DATE, TIME -> "Integer";
            case REAL, DOUBLE -> "Double";
            case DECIMAL -> "java.math.BigDecimal";
            case CHAR, VARCHAR -> "String";
            case BINARY, VARBINARY -> "byte[]";
            case ARRAY -> "java.util.List";
            default -> "Long";
        };
    }

    /** Whether TABLESAMPLE chooses a row: of seed, fraction and all columns. */
    static Expression sample(List<Expression> arguments) {
        StringBuilder values = new StringBuilder();
        for (int i = 2; i < arguments.size(); i++) {
            values.append(", (Object) a").append(i);
        }
        String body = "return Boolean.valueOf(io.millrace.engine.codegen.runtime.sample.RowSample.holds("
                + "a0.longValue(), a1.doubleValue(), new Object[] {"
                + (values.length() == 0 ? "" : values.substring(2)) + "}));";
        return new SourceCall("TABLESAMPLE", body, arguments, Type.BOOLEAN, false);
    }

    /** Functions of Calcite compare rows that they are given by their places in memory, and have VARIANTs of their own. */
    private static boolean holdsRow(Type type) {
        return type instanceof StructType
                || type == Type.VARIANT
                || type instanceof ArrayType array && holdsRow(array.element())
                || type instanceof MapType map && (holdsRow(map.key()) || holdsRow(map.value()));
    }

    /** Whether it is a constant timestamp with more than milliseconds. */
    private static boolean isFineConstant(RexNode operand) {
        return operand instanceof RexLiteral literal
                && !literal.isNull()
                && MillraceTypeSystem.isFine(literal.getType())
                && !literal.getValueAs(TimestampString.class)
                        .round(Ticks.MILLI_DIGITS)
                        .equals(literal.getValueAs(TimestampString.class));
    }

    /** Whether values are, or hold, timestamps with more than milliseconds, which functions of Calcite do not know. */
    static boolean holdsFine(Type type) {
        return Ticks.isFine(type)
                || type instanceof ArrayType array && holdsFine(array.element())
                || type instanceof StructType row && row.fields().stream().anyMatch(field -> holdsFine(field.type()))
                || type instanceof MapType map && (holdsFine(map.key()) || holdsFine(map.value()));
    }

    /** Bytes within arrays, rows and maps are not what functions would take. */
    static boolean holdsBinary(Type type) {
        if (type instanceof ArrayType array) {
            return isBinary(array.element());
        }
        if (type instanceof StructType row) {
            return row.fields().stream().anyMatch(field -> isBinary(field.type()));
        }
        return type instanceof MapType map && (isBinary(map.key()) || isBinary(map.value()));
    }

    private static boolean isBinary(Type type) {
        return type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY || holdsBinary(type);
    }

    static Expression parseTimestamp(RexCall call, List<Expression> operands) {
        String body = "if (a0 == null || a1 == null) { return null; }"
                + " return java.lang.Long.valueOf(java.time.LocalDateTime.parse((String) a0,"
                + " new java.time.format.DateTimeFormatterBuilder().appendPattern((String) a1)"
                + ".parseDefaulting(java.time.temporal.ChronoField.HOUR_OF_DAY, 0L)"
                + ".toFormatter()).toInstant(java.time.ZoneOffset.UTC).toEpochMilli());";
        return custom(call, body, operands);
    }

    /** TRANSLATE(text, from, to); not TRANSLATE(text USING …), for which all text is in one character set. */
    static Expression translateCharacters(RexCall call, List<Expression> operands) {
        if (operands.size() != 3) {
            return notSupported(call);
        }
        return custom(
                call,
                "if (a0 == null || a1 == null || a2 == null) { return null; } return " + CODE_POINTS
                        + ".translate((String) a0, (String) a1, (String) a2);",
                operands.stream().map(Argument.TEXT::adapt).toList());
    }

    /** POSITION(part IN text FROM place). */
    static Expression positionFrom(RexCall call, List<Expression> operands) {
        return custom(
                call,
                "if (a0 == null || a1 == null || a2 == null) { return null; } return Integer.valueOf(" + CODE_POINTS
                        + ".position((String) a0, (String) a1, ((Integer) a2).intValue()));",
                List.of(
                        Argument.TEXT.adapt(operands.get(0)),
                        Argument.TEXT.adapt(operands.get(1)),
                        Argument.INTEGER.adapt(operands.get(2))));
    }

    static Expression distance(RexCall call, List<Expression> operands) {
        return custom(
                call,
                "if (a0 == null || a1 == null) { return null; } return Integer.valueOf(" + CODE_POINTS
                        + ".distance((String) a0, (String) a1));",
                operands.stream().map(Argument.TEXT::adapt).toList());
    }

    static Expression exclusiveOr(RexCall call, List<Expression> operands) {
        String body = "if (a0 == null || a1 == null) { return null; }"
                + " return Long.valueOf(((Long) a0).longValue() ^ ((Long) a1).longValue());";
        return new SourceCall(
                call.getOperator().getName(),
                body,
                operands,
                Type.BIGINT,
                call.getType().isNullable());
    }

    static Expression moreThanOneRow(RexCall call, List<Expression> operands) {
        String body = "throw new io.millrace.engine.codegen.runtime.EvaluationException("
                + "io.millrace.spi.error.ErrorCode.CARDINALITY_VIOLATION, \"a sub-query that is used as a value returned \""
                + " + a0 + \" rows; aggregate it or add LIMIT 1\");";
        return custom(call, body, operands);
    }

    static Expression monthsBetween(RexCall call, List<Expression> operands) {
        boolean dates = operands.stream().allMatch(operand -> operand.type().layout() == Layout.INT);
        String subtract = dates
                ? "return Integer.valueOf(" + DATE_TIMES
                        + ".subtractMonths(((Integer) a0).intValue(), ((Integer) a1).intValue()));"
                : "return Integer.valueOf(" + DATE_TIMES
                        + ".subtractMonths(((Long) a0).longValue(), ((Long) a1).longValue()));";
        if (operands.stream().anyMatch(operand -> Ticks.isFine(operand.type()))) {
            return fineMonthsBetween(call, operands);
        }
        List<Expression> times = dates
                ? operands
                : operands.stream()
                        .map(operand -> Casts.cast(operand, Type.TIMESTAMP))
                        .toList();
        return custom(call, "if (a0 == null || a1 == null) { return null; } " + subtract, times);
    }

    /** Of the milliseconds, the greater one of which counts one less when what is beyond it is less than that of the other. */
    private static Expression fineMonthsBetween(RexCall call, List<Expression> operands) {
        long ticks = operands.stream()
                .mapToLong(operand -> Ticks.perMilli(operand.type()))
                .max()
                .orElse(1);
        String body = "if (a0 == null || a1 == null) { return null; }"
                + " long t0 = ((Long) a0).longValue(); long t1 = ((Long) a1).longValue();"
                + " long m0 = Math.floorDiv(t0, " + ticks + "L); long m1 = Math.floorDiv(t1, " + ticks + "L);"
                + " long r0 = t0 - m0 * " + ticks + "L; long r1 = t1 - m1 * " + ticks + "L;"
                + " if (t0 > t1) { if (r0 < r1) { m0--; } } else { if (r1 < r0) { m1--; } }"
                + " return Integer.valueOf(" + DATE_TIMES + ".subtractMonths(m0, m1));";
        return custom(
                call,
                body,
                operands.stream()
                        .map(operand -> DateTimes.ticks(operand, ticks))
                        .toList());
    }

    /** A call of Java text over the operands {@code a0, a1 …}, boxed; of the type that Calcite derived. */
    public static Expression custom(RexCall call, String body, List<Expression> operands) {
        return new SourceCall(
                call.getOperator().getName(),
                body,
                operands,
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
    }

    /** The same for what reads the elements of arrays, rows and maps, which must not be bytes. */
    public static Expression ofElements(RexCall call, String body, List<Expression> operands) {
        boolean bytes = holdsBinary(TypeConversion.fromCalcite(call.getType()))
                || operands.stream().anyMatch(operand -> holdsBinary(operand.type()));
        return bytes ? notSupported(call) : custom(call, body, operands);
    }

    /** A call of Java text that gives an INTEGER. */
    public static Expression integer(RexCall call, String body, List<Expression> operands) {
        boolean nullable = operands.stream().anyMatch(Expression::nullable);
        return new SourceCall(call.getOperator().getName(), body, operands, Type.INTEGER, nullable);
    }

    /** Says that a function cannot be used, or not with these arguments. */
    public static Expression notSupported(RexCall call) {
        throw new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.call(call),
                "the function " + call.getOperator().getName() + " is not supported with these arguments");
    }
}
