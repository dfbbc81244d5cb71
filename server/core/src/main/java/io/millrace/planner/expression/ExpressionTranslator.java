package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.SampledRows;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.MillraceRexBuilder;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Translates scalar expressions over the columns of one row type. */
public final class ExpressionTranslator extends RexVisitorImpl<Expression> {

    private final RowType scope;
    private final RexBuilder rex;

    public ExpressionTranslator(RowType scope, RexBuilder rex) {
        super(true);
        this.scope = scope;
        this.rex = rex;
    }

    public Expression translate(RexNode node) {
        return node.accept(this);
    }

    public List<Expression> translate(List<? extends RexNode> nodes) {
        List<Expression> expressions = new ArrayList<>();
        nodes.forEach(node -> expressions.add(translate(node)));
        return expressions;
    }

    /** A reference to a column of the scope. */
    public static ColumnReference column(RowType scope, int index) {
        Field field = scope.field(index);
        return new ColumnReference(index, field.type(), field.nullable());
    }

    /** A constant in its own type. */
    public static Literal constant(RexLiteral literal) {
        return Literals.fromCalcite(literal);
    }

    /** A constant in the given type, into which it fits. */
    public static Literal constant(RexLiteral literal, Type type) {
        Literal value = Literals.fromCalcite(literal);
        return value.type().equals(type)
                ? value
                : Literals.cast(value, type).orElseGet(() -> Literals.alike(value, type));
    }

    @Override
    public Expression visitInputRef(RexInputRef reference) {
        return column(scope, reference.getIndex());
    }

    @Override
    public Expression visitLiteral(RexLiteral literal) {
        return Literals.outOfRange(literal).orElseGet(() -> Literals.fromCalcite(literal));
    }

    @Override
    public Expression visitCall(RexCall call) {
        Expression translated = translated(call);
        SqlParserPos written = call.getParserPosition();
        return written.getLineNum() > 0
                ? placed(translated, Optional.of(new Position(written.getLineNum(), written.getColumnNum())))
                : translated;
    }

    /** The expression with a place for its calls that have none yet: those within such a one have theirs. */
    private static Expression placed(Expression expression, Optional<Position> position) {
        if (expression instanceof Call call && call.position().isEmpty()) {
            return new Call(
                    call.function(), placed(call.arguments(), position), call.type(), call.nullable(), position);
        }
        if (expression instanceof SourceCall call && call.position().isEmpty()) {
            return new SourceCall(
                    call.name(),
                    call.body(),
                    placed(call.arguments(), position),
                    call.type(),
                    call.nullable(),
                    position);
        }
        return expression;
    }

    private static List<Expression> placed(List<Expression> expressions, Optional<Position> position) {
        return expressions.stream()
                .map(expression -> placed(expression, position))
                .toList();
    }

    private Expression translated(RexCall call) {
        if (call.getKind() == SqlKind.SEARCH) {
            return Searches.translate(call, this, rex);
        }
        if (call.getOperator() instanceof JavaFunction function) {
            return SourceCalls.method(call, function, translate(call.getOperands()));
        }
        if (call.getOperator() == SampledRows.CONDITION) {
            return SourceCalls.sample(translate(call.getOperands()));
        }
        if (call.getType().getSqlTypeName() == SqlTypeName.UNKNOWN) {
            return Literal.nullOf(Type.VARCHAR); // what comes out of an array without elements
        }
        if (call.getType().getSqlTypeName() == SqlTypeName.NULL && call.getKind() == SqlKind.OTHER_FUNCTION) {
            return Literal.nullOf(Type.VARCHAR); // a function of NULL whose type is that of its argument
        }
        Optional<RexNode> ofText = Variants.ofJsonText(call, rex);
        if (ofText.isPresent()) {
            return translate(ofText.get());
        }
        Optional<RexNode> arrays = ofArrays(call);
        if (arrays.isPresent()) {
            return translate(arrays.get());
        }
        Optional<RexCall> rare = CalciteForms.of(call, rex);
        if (rare.isPresent()) {
            return SourceCalls.translate(rare.get(), this, rex);
        }
        Optional<CallTranslation> translation = Functions.find(call);
        if (translation.isPresent()) {
            return translation.get().translate(call, translate(Functions.values(call)));
        }
        if (call.getKind() == SqlKind.BETWEEN) {
            return translate(RexUtil.expandSearch(rex, null, call));
        }
        return SourceCalls.translate(call, this, rex);
    }

    /** What is written of arrays like of text: their concatenation, as in the standard, and REVERSE. */
    private Optional<RexNode> ofArrays(RexCall call) {
        if (call.getType().getSqlTypeName() != SqlTypeName.ARRAY) {
            return Optional.empty();
        }
        SqlOperator operator = call.getOperator();
        if (operator == SqlStdOperatorTable.CONCAT) {
            return Optional.of(rex.makeCall(call.getType(), SqlLibraryOperators.ARRAY_CONCAT, call.getOperands()));
        }
        return operator == SqlLibraryOperators.REVERSE_SPARK
                ? Optional.of(rex.makeCall(call.getType(), SqlLibraryOperators.ARRAY_REVERSE, call.getOperands()))
                : Optional.empty();
    }

    @Override
    public Expression visitDynamicParam(RexDynamicParam parameter) {
        if (rex instanceof MillraceRexBuilder own && own.isUnbound()) {
            return new Placeholder(parameter.getIndex(), TypeConversion.fromCalcite(parameter.getType()));
        }
        throw new UnplannableException(
                ErrorCode.PARAMETER_INVALID,
                Construct.of(Construct.Kind.QUERY),
                "parameter " + (parameter.getIndex() + 1) + " has no value");
    }

    @Override
    public Expression visitSubQuery(RexSubQuery subQuery) {
        throw subQueryHere();
    }

    @Override
    public Expression visitCorrelVariable(RexCorrelVariable variable) {
        throw subQueryHere();
    }

    @Override
    public Expression visitFieldAccess(RexFieldAccess access) {
        if (!RexUtil.containsCorrelation(access.getReferenceExpr())) {
            return NestedValues.field(
                    translate(access.getReferenceExpr()), access.getField().getIndex());
        }
        throw subQueryHere();
    }

    private static UnplannableException subQueryHere() {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.of(Construct.Kind.SUB_QUERY),
                "this correlated sub-query is not supported; write it as a join");
    }
}
