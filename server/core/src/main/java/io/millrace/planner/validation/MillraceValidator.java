package io.millrace.planner.validation;

import io.millrace.planner.expression.library.MultisetSyntax;
import io.millrace.planner.expression.library.WeekSyntax;
import io.millrace.planner.rules.OwnAggregates;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.types.MillraceTypeSystem;
import io.millrace.spi.data.Ticks;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Checks the names and types of one query. */
public class MillraceValidator extends SqlValidatorImpl {

    private static final Set<SqlKind> DISTINCTIONS = EnumSet.of(SqlKind.IS_DISTINCT_FROM, SqlKind.IS_NOT_DISTINCT_FROM);
    private static final Set<SqlKind> ROW_COMPARISONS = EnumSet.of(
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.BETWEEN,
            SqlKind.IN,
            SqlKind.NOT_IN,
            SqlKind.SOME,
            SqlKind.ALL);

    public MillraceValidator(SqlOperatorTable operators, CalciteCatalogReader catalog, RelDataTypeFactory types) {
        super(
                operators,
                catalog,
                types,
                Config.DEFAULT
                        .withConformance(SqlConformanceEnum.LENIENT)
                        .withTypeCoercionEnabled(true)
                        .withTypeCoercionFactory(MillraceTypeCoercion::new)
                        .withIdentifierExpansion(true));
    }

    /** Dates by the calendar of today in all times; Calcite has none of the ten days of 1582 that Gregory left out. */
    @Override
    public SqlLiteral resolveLiteral(SqlLiteral literal) {
        return literal instanceof SqlUnknownLiteral written
                ? WrittenTimes.resolved(written).orElseGet(() -> super.resolveLiteral(literal))
                : super.resolveLiteral(literal);
    }

    /** The interval between two times, which is counted in milliseconds, would be cut. */
    private void checkMillis(SqlValidatorScope scope, SqlCall difference) {
        for (SqlNode operand : difference.getOperandList()) {
            RelDataType time = super.deriveType(scope, operand);
            if (MillraceTypeSystem.isFine(time)) {
                throw ValidationFailure.notSupported(
                        difference,
                        "an interval has milliseconds, but the difference of TIMESTAMP(" + time.getPrecision()
                                + ") has more; write TIMESTAMPDIFF(MICROSECOND, a, b), or CAST both to TIMESTAMP(3)");
            }
        }
    }

    /** A comparison of rows is unknown when something in them is null, although rows themselves are not. */
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
        RelDataType type = super.deriveType(scope, expression);
        if (expression instanceof SqlCall difference && difference.getOperator() == SqlStdOperatorTable.MINUS_DATE) {
            checkMillis(scope, difference);
        }
        if (type.isNullable()
                || type.getSqlTypeName() != SqlTypeName.BOOLEAN
                || !ROW_COMPARISONS.contains(expression.getKind())
                || ((SqlCall) expression).getOperandList().stream().noneMatch(operand -> holdsNull(scope, operand))) {
            return type;
        }
        RelDataType nullable = typeFactory.createTypeWithNullability(type, true);
        setValidatedNodeType(expression, nullable);
        return nullable;
    }

    /** Parameters that are compared with timestamps keep all digits that they are given. */
    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        super.inferUnknownTypes(inferred, scope, node);
        if (node instanceof SqlCall call
                && (ROW_COMPARISONS.contains(call.getKind()) || DISTINCTIONS.contains(call.getKind()))) {
            call.getOperandList().forEach(this::keepDigits);
        }
    }

    private void keepDigits(SqlNode operand) {
        if (operand instanceof SqlNodeList list) {
            list.forEach(this::keepDigits);
        } else if (operand instanceof SqlDynamicParam) {
            RelDataType type = getValidatedNodeTypeIfKnown(operand);
            if (type != null && SqlTypeUtil.isTimestamp(type)) {
                setValidatedNodeType(
                        operand,
                        typeFactory.createTypeWithNullability(
                                typeFactory.createSqlType(type.getSqlTypeName(), Ticks.NANO_DIGITS),
                                type.isNullable()));
            }
        }
    }

    private boolean holdsNull(SqlValidatorScope scope, SqlNode operand) {
        if (operand instanceof SqlNodeList list) {
            return list.stream().anyMatch(item -> holdsNull(scope, item));
        }
        RelDataType type = getValidatedNodeTypeIfKnown(operand);
        return type != null && type.isStruct() && holdsNull(type);
    }

    private static boolean holdsNull(RelDataType type) {
        return type.isNullable()
                || type.isStruct() && type.getFieldList().stream().anyMatch(field -> holdsNull(field.getType()));
    }

    /**
     * Calcite takes window functions of sub-queries in HAVING for some of HAVING itself, which are not allowed; and it has rows
     * in a sub-query that is all of HAVING, where WHERE has its value.
     */
    @Override
    protected void validateHavingClause(SqlSelect select) {
        SqlNode having = select.getHaving();
        if (having != null) {
            if (having.isA(SqlKind.QUERY)) {
                select.setHaving(SqlStdOperatorTable.SCALAR_QUERY.createCall(having.getParserPosition(), having));
            }
            having.accept(new SqlBasicVisitor<Void>() {
                private boolean inQuery;

                @Override
                public Void visit(SqlCall call) {
                    if (call.getKind() == SqlKind.OVER && inQuery) {
                        throw ValidationFailure.notSupported(
                                call,
                                "a window function in a sub-query of HAVING is not supported; give the sub-query a name with"
                                        + " WITH, and read that in HAVING");
                    }
                    boolean before = inQuery;
                    inQuery |= call.isA(SqlKind.QUERY);
                    super.visit(call);
                    inQuery = before;
                    return null;
                }
            });
        }
        super.validateHavingClause(select);
    }

    @Override
    protected SqlNode performUnconditionalRewrites(SqlNode node, boolean underFrom) {
        SqlOperatorTable operators = getOperatorTable();
        SqlNode own = operators instanceof OwnAggregates aggregates ? aggregates.understood(node) : node;
        SqlNode tables = TableSyntax.understood(WindowCalls.understood(orderedAgain(own)), operators);
        SqlNode calls = PreciseCalls.understood(
                AggregateSyntax.understood(MultisetSyntax.understood(WeekSyntax.understood(tables))), operators);
        return super.performUnconditionalRewrites(RepeatedKeys.spelledOut(calls), underFrom);
    }

    /** ORDER BY or LIMIT over rows that have their own, which Calcite cannot put together. */
    private static SqlNode orderedAgain(SqlNode node) {
        boolean again = node instanceof SqlOrderBy order
                && (order.query instanceof SqlOrderBy
                        || order.query instanceof SqlWith with && with.body instanceof SqlOrderBy);
        if (!again) {
            return node;
        }
        SqlOrderBy outer = (SqlOrderBy) node;
        SqlNode inner = PlainSelect.all(outer.query);
        return new SqlOrderBy(outer.getParserPosition(), inner, outer.orderList, outer.offset, outer.fetch);
    }
}
