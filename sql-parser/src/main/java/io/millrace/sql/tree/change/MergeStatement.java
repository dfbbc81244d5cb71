package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.query.StripStream;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code MERGE INTO target USING source ON … WHEN [NOT] MATCHED THEN …}. */
public final class MergeStatement extends Statement {
    private final SqlMerge merge;

    public MergeStatement(SqlParserPos position, SqlMerge merge) {
        super(position);
        this.merge = merge;
    }

    /** Calcite's node; take {@link StripStream#from} of it before validation, which rewrites what it is given. */
    public SqlMerge merge() {
        return merge;
    }

    public SqlIdentifier target() {
        return (SqlIdentifier) merge.getTargetTable();
    }

    @Override
    public List<SqlNode> children() {
        return List.of(merge);
    }

    @Override
    public MergeStatement clone(SqlParserPos position) {
        return new MergeStatement(position, merge);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        merge.unparse(writer, 0, 0);
    }
}
