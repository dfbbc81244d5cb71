package io.millrace.sql.tree.query;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Removes the word STREAM from every SELECT, because Calcite's own notion of streams refuses and drops cases.
 *
 * <p>Every SELECT is copied, so that the validator, which rewrites its input, leaves the original alone.
 */
public final class StripStream extends SqlShuttle {
    private StripStream() {}

    /** A copy of the tree without STREAM. */
    public static SqlNode from(SqlNode node) {
        return node.accept(new StripStream());
    }

    /** Whether the outermost SELECT, or any branch of an outermost UNION and the like, says STREAM. */
    public static boolean isContinuous(SqlNode query) {
        if (query instanceof SqlSelect select) {
            return select.isKeywordPresent(SqlSelectKeyword.STREAM);
        }
        if (query instanceof SqlOrderBy ordered) {
            return isContinuous(ordered.query);
        }
        if (query instanceof SqlWith with) {
            return isContinuous(with.body);
        }
        return query instanceof SqlCall call
                && call.getOperator() instanceof SqlSetOperator
                && call.getOperandList().stream().anyMatch(StripStream::isContinuous);
    }

    @Override
    public SqlNode visit(SqlCall call) {
        CallCopyingArgHandler copy = new CallCopyingArgHandler(call, call instanceof SqlSelect);
        call.getOperator().acceptCall(this, call, false, copy);
        return copy.result();
    }

    @Override
    public SqlNode visit(SqlNodeList list) {
        if (list.stream().noneMatch(StripStream::isStream)) {
            return super.visit(list);
        }
        return new SqlNodeList(list.stream().filter(item -> !isStream(item)).toList(), list.getParserPosition());
    }

    private static boolean isStream(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getValue() == SqlSelectKeyword.STREAM;
    }
}
