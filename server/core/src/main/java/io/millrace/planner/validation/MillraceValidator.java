package io.millrace.planner.validation;

import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Checks the names and types of one query. */
public class MillraceValidator extends SqlValidatorImpl {

    public MillraceValidator(CalciteCatalogReader catalog, RelDataTypeFactory types) {
        super(
                MillraceOperators.table(),
                catalog,
                types,
                Config.DEFAULT
                        .withConformance(SqlConformanceEnum.LENIENT)
                        .withTypeCoercionEnabled(true)
                        .withIdentifierExpansion(true));
    }

    @Override
    protected SqlNode performUnconditionalRewrites(SqlNode node, boolean underFrom) {
        return super.performUnconditionalRewrites(
                RepeatedKeys.spelledOut(PreciseCalls.understood(WindowCalls.understood(node))), underFrom);
    }
}
