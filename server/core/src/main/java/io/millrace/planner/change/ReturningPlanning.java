package io.millrace.planner.change;

import io.millrace.planner.validation.ValidationFailure;
import io.millrace.sql.tree.change.Returning;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** RETURNING as a query of the rows that were changed, which stand for the target. */
public final class ReturningPlanning {

    private ReturningPlanning() {}

    /** To be validated. */
    public static SqlNode query(Returning returning, SqlIdentifier target, Optional<SqlIdentifier> alias) {
        returning.items().accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    throw ValidationFailure.notSupported(
                            call, "RETURNING takes no sub-queries; ask for them afterwards");
                }
                return super.visit(call);
            }
        });
        List<SqlNode> items = returning.items().stream().map(SqlCopy::of).toList();
        return ChangePlanning.select(items, ChangePlanning.from(target, alias), Optional.empty());
    }
}
