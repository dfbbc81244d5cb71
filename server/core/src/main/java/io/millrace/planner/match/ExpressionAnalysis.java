package io.millrace.planner.match;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.ParameterScope;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rewrites an expression of MEASURES or DEFINE: what it asks about the match becomes names of a {@link ValueScope}, and the rest is an
 * ordinary expression over these.
 */
final class ExpressionAnalysis extends SqlShuttle {

    private static final int MOST_ROWS_AWAY = 10_000;

    private static final Map<String, SqlAggFunction> AGGREGATES = Map.ofEntries(
            Map.entry("COUNT", SqlStdOperatorTable.COUNT),
            Map.entry("SUM", SqlStdOperatorTable.SUM),
            Map.entry("AVG", SqlStdOperatorTable.AVG),
            Map.entry("MIN", SqlStdOperatorTable.MIN),
            Map.entry("MAX", SqlStdOperatorTable.MAX),
            Map.entry("STDDEV_POP", SqlStdOperatorTable.STDDEV_POP),
            Map.entry("STDDEV_SAMP", SqlStdOperatorTable.STDDEV_SAMP),
            Map.entry("VAR_POP", SqlStdOperatorTable.VAR_POP),
            Map.entry("VAR_SAMP", SqlStdOperatorTable.VAR_SAMP),
            Map.entry("BOOL_AND", SqlLibraryOperators.BOOL_AND),
            Map.entry("BOOL_OR", SqlLibraryOperators.BOOL_OR));

    private final MatchValidator validator;
    private final PatternAnalysis pattern;
    private final RowArguments arguments;
    private final ValueScope scope;
    private final OptionalInt defined;
    private final boolean running;

    /**
     * @param defined the variable whose condition this is; empty for measures
     * @param running whether only the rows up to the current one count unless FINAL is said
     */
    ExpressionAnalysis(
            MatchValidator validator,
            PatternAnalysis pattern,
            RowArguments arguments,
            ValueScope scope,
            OptionalInt defined,
            boolean running) {
        this.validator = validator;
        this.pattern = pattern;
        this.arguments = arguments;
        this.scope = scope;
        this.defined = defined;
        this.running = running;
    }

    SqlNode rewrite(SqlNode expression) {
        return expression.accept(this);
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (identifier.isSimple()
                && validator.makeNullaryCall(identifier) != null
                && arguments.columnOf(identifier).isEmpty()) {
            return identifier;
        }
        RowArgument argument = arguments.of(identifier);
        return navigated(argument, place(argument, false, 0, 0, running), identifier);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.isA(SqlKind.QUERY)) {
            throw ValidationFailure.notSupported(
                    call, "sub-queries in MATCH_RECOGNIZE are not supported; join before or after it");
        }
        return switch (call.getKind()) {
            case RUNNING, FINAL -> modified(call);
            case FIRST, LAST, PREV, NEXT -> navigation(call, running);
            case CLASSIFIER -> classified(new MatchValue.Place(List.of(), false, 0, 0, running), call);
            case MATCH_NUMBER ->
                scope.identifier(
                        new MatchValue.MatchNumber(),
                        validator.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
                        call);
            case OVER, FILTER, WITHIN_GROUP, WITHIN_DISTINCT, RESPECT_NULLS, IGNORE_NULLS ->
                throw ValidationFailure.notSupported(
                        call,
                        call.getOperator().getName() + " in MATCH_RECOGNIZE is not supported; choose the rows by"
                                + " variables, as in SUM(A.x)");
            default -> isAggregate(call) ? aggregated(call, running) : super.visit(call);
        };
    }

    private static boolean isAggregate(SqlCall call) {
        return call.getOperator().isAggregator()
                || AGGREGATES.containsKey(call.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    private SqlNode modified(SqlCall call) {
        boolean last = call.getKind() == SqlKind.FINAL;
        if (last && defined.isPresent()) {
            throw ValidationFailure.at(
                    call,
                    "FINAL cannot be used in DEFINE, because the rest of the match is not known yet; leave it out");
        }
        if (call.operand(0) instanceof SqlCall inner) {
            if (inner.getKind() == SqlKind.FIRST || inner.getKind() == SqlKind.LAST) {
                return navigation(inner, !last);
            }
            if (isAggregate(inner)) {
                return aggregated(inner, !last);
            }
        }
        throw ValidationFailure.at(
                call,
                call.getKind() + " stands before FIRST, LAST or an aggregate, as in " + call.getKind() + " LAST(A.x)");
    }

    private SqlNode navigation(SqlCall call, boolean seesRunning) {
        boolean physical = call.getKind() == SqlKind.PREV || call.getKind() == SqlKind.NEXT;
        int rows = rowsAway(call);
        if (!physical) {
            return logical(call, call, rows, 0, seesRunning);
        }
        int shift = call.getKind() == SqlKind.PREV ? -rows : rows;
        boolean innerRunning = seesRunning;
        SqlNode inner = call.operand(0);
        if (inner.getKind() == SqlKind.RUNNING || inner.getKind() == SqlKind.FINAL) {
            innerRunning = inner.getKind() == SqlKind.RUNNING;
            inner = ((SqlCall) inner).operand(0);
        }
        if (inner.getKind() == SqlKind.FIRST || inner.getKind() == SqlKind.LAST) {
            return logical((SqlCall) inner, call, rowsAway((SqlCall) inner), shift, innerRunning);
        }
        if (inner.getKind() == SqlKind.CLASSIFIER) {
            return classified(new MatchValue.Place(List.of(), false, 0, shift, seesRunning), call);
        }
        RowArgument argument = arguments.of(inner);
        return navigated(argument, place(argument, false, 0, shift, seesRunning), call);
    }

    private SqlNode logical(SqlCall call, SqlNode written, int offset, int shift, boolean seesRunning) {
        boolean first = call.getKind() == SqlKind.FIRST;
        if (call.operand(0).getKind() == SqlKind.CLASSIFIER) {
            return classified(new MatchValue.Place(List.of(), first, offset, shift, seesRunning), written);
        }
        RowArgument argument = arguments.of(call.operand(0));
        return navigated(argument, place(argument, first, offset, shift, seesRunning), written);
    }

    private int rowsAway(SqlCall call) {
        SqlNode offset = call.operand(1);
        if (!(offset instanceof SqlNumericLiteral number)
                || !number.isInteger()
                || number.bigDecimalValue().signum() < 0) {
            throw ValidationFailure.at(
                    offset,
                    "the second argument of " + call.getKind()
                            + " counts rows, so it must be a constant, not negative");
        }
        if (number.longValue(false) > MOST_ROWS_AWAY) {
            throw ValidationFailure.at(
                    ErrorCode.LIMIT_EXCEEDED,
                    offset,
                    call.getKind() + " can look " + MOST_ROWS_AWAY + " rows away at most");
        }
        return number.intValue(false);
    }

    private static MatchValue.Place place(RowArgument argument, boolean first, int offset, int shift, boolean running) {
        return new MatchValue.Place(argument.variables(), first, offset, shift, running);
    }

    private SqlNode navigated(RowArgument argument, MatchValue.Place place, SqlNode written) {
        boolean there = defined.isPresent()
                && (place.variables().isEmpty() || place.variables().contains(defined.getAsInt()))
                && !place.first()
                && place.offset() == 0
                && place.shift() == 0;
        RelDataType type = validator
                .getTypeFactory()
                .createTypeWithNullability(
                        argument.type(), !there || argument.type().isNullable());
        MatchValue value = new MatchValue.Navigation(
                place, argument.column().orElseThrow(), TypeConversion.fromCalcite(type), type.isNullable());
        return scope.identifier(value, type, written);
    }

    private SqlNode classified(MatchValue.Place place, SqlNode written) {
        RelDataTypeFactory types = validator.getTypeFactory();
        RelDataType type = types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
        return scope.identifier(new MatchValue.Classifier(place), type, written);
    }

    private SqlNode aggregated(SqlCall call, boolean seesRunning) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        SqlAggFunction function = AGGREGATES.get(name);
        if (function == null) {
            throw ValidationFailure.notSupported(
                    call,
                    "the aggregate function " + name
                            + " in MATCH_RECOGNIZE is not supported; there are COUNT, SUM, AVG,"
                            + " MIN, MAX, STDDEV and VAR (_POP, _SAMP), BOOL_AND, BOOL_OR");
        }
        if (call.getFunctionQuantifier() != null
                && call.getFunctionQuantifier().symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.DISTINCT) {
            throw ValidationFailure.notSupported(
                    call,
                    name
                            + "(DISTINCT …) in MATCH_RECOGNIZE is not supported; use ALL ROWS PER MATCH and group its rows");
        }
        if (call.operandCount() != 1) {
            throw ValidationFailure.at(call, name + " takes 1 argument");
        }
        boolean count = name.equals("COUNT");
        RowArgument argument = count ? countArgument(call.operand(0)) : arguments.of(call.operand(0));
        RelDataType type = count
                ? validator.getTypeFactory().createSqlType(SqlTypeName.BIGINT)
                : resultType(call, function, argument);
        MatchValue value = new MatchValue.Aggregated(
                AggregateFunction.valueOf(name),
                argument.variables(),
                argument.column(),
                seesRunning,
                TypeConversion.fromCalcite(type),
                type.isNullable());
        return scope.identifier(value, type, call);
    }

    private RelDataType resultType(SqlCall call, SqlAggFunction function, RowArgument argument) {
        boolean numeric = switch (function.getKind()) {
            case SUM, AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> true;
            default -> false;
        };
        if (numeric && !SqlTypeUtil.isNumeric(argument.type())) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    call,
                    function.getName() + " cannot be computed of "
                            + TypeConversion.fromCalcite(argument.type()).sql() + "; cast it to a number");
        }
        SqlIdentifier stand = new SqlIdentifier("argument", call.operand(0).getParserPosition());
        SqlCall asked = function.createCall(call.getParserPosition(), stand);
        ParameterScope types = new ParameterScope(validator, Map.of("argument", argument.type()));
        function.checkOperandTypes(new SqlCallBinding(validator, types, asked), true);
        Aggregate.AggCallBinding binding = new Aggregate.AggCallBinding(
                validator.getTypeFactory(), function, List.of(), List.of(argument.type()), true, false);
        return validator.getTypeFactory().createTypeWithNullability(function.inferReturnType(binding), true);
    }

    /** COUNT(*), COUNT(A.*) and COUNT(1) count rows. */
    private RowArgument countArgument(SqlNode node) {
        if (node instanceof SqlLiteral literal && literal.getTypeName() != SqlTypeName.NULL) {
            return RowArgument.rows(List.of());
        }
        if (node instanceof SqlIdentifier star && star.isStar()) {
            return RowArgument.rows(
                    star.names.size() == 1
                            ? List.of()
                            : pattern.variables(star.names.get(0)).orElseThrow(() -> unknown(star)));
        }
        return arguments.of(node);
    }

    private MillraceException unknown(SqlIdentifier star) {
        return pattern.unknown(star, star.names.get(0));
    }
}
