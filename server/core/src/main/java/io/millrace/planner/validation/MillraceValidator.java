package io.millrace.planner.validation;

import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Checks the names and types of one query. */
public class MillraceValidator extends SqlValidatorImpl {

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

    @Override
    protected SqlNode performUnconditionalRewrites(SqlNode node, boolean underFrom) {
        return super.performUnconditionalRewrites(
                RepeatedKeys.spelledOut(PreciseCalls.understood(AggregateSyntax.understood(
                        TableSyntax.understood(WindowCalls.understood(node), getOperatorTable())))),
                underFrom);
    }
}
