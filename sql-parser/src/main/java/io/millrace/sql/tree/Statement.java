package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Something a session can be asked to do; whoever executes statements implements {@link StatementVisitor}. */
public sealed interface Statement permits StatementNode {
    <R> R accept(StatementVisitor<R> visitor);

    /** The same statement as a node of the tree. */
    SqlNode node();

    SqlParserPos getParserPosition();
}
