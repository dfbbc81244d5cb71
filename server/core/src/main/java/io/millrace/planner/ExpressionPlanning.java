package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.dstream.expression.Expression;
import io.millrace.planner.errors.ErrorTranslation;
import io.millrace.planner.errors.UnsupportedSyntax;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.rules.normalization.Repeatability;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans single expressions over a row: computed columns and watermarks. */
final class ExpressionPlanning {

    static final RelationName ROW = RelationName.of("$row");

    private ExpressionPlanning() {}

    static Expression plan(SqlNode expression, RowType scope, CalledFunctions functions, Cancellation cancellation) {
        return plan(expression, scope, functions, false, cancellation);
    }

    /** @param again whether it is computed again when rows are read again, and has to give the same then */
    static Expression plan(
            SqlNode expression, RowType scope, CalledFunctions functions, boolean again, Cancellation cancellation) {
        Catalog catalog = functions.catalog().with(new SystemRelation(ROW, scope));
        return ErrorTranslation.of(catalog, expression).during(() -> {
            UnsupportedSyntax.refuse(expression);
            QueryAlgebra algebra = new QueryAlgebra(catalog, false, cancellation);
            RelNode rel = algebra.convertElsewhere(PlainSelect.of(
                            expression.getParserPosition(),
                            SqlNodeList.of(expression),
                            new SqlIdentifier(ROW.name(), SqlParserPos.ZERO),
                            null))
                    .rel;
            if (!(rel instanceof Project project) || !(project.getInput() instanceof TableScan)) {
                throw ValidationFailure.at(
                        expression, "only columns of the same row can be used here; aggregates and sub-queries cannot");
            }
            if (again) {
                Repeatability.checkComputed(project.getProjects().get(0));
            }
            functions.note(algebra.named());
            return new ExpressionTranslator(scope, algebra.rex())
                    .translate(project.getProjects().get(0));
        });
    }

    static Type type(SqlDataTypeSpec type) {
        return ErrorTranslation.of(Catalog.empty(), type).during(() -> {
            UnsupportedSyntax.refuse(type);
            QueryAlgebra algebra = new QueryAlgebra(Catalog.empty(), false, Cancellation.NEVER);
            return TypeConversion.fromCalcite(type.deriveType(algebra.validator()));
        });
    }
}
