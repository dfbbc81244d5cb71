package io.millrace.planner.change;

import io.millrace.sql.tree.query.StripStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Copies a tree, so that it can stand in several places of what the validator rewrites; parameters stay the same. */
public final class SqlCopy extends SqlShuttle {

    private SqlCopy() {}

    public static SqlNode of(SqlNode node) {
        return StripStream.from(node).accept(new SqlCopy());
    }

    @Override
    public SqlNode visit(SqlCall call) {
        CallCopyingArgHandler copy = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, copy);
        return copy.result();
    }
}
