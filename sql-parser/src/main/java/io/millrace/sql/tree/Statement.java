package io.millrace.sql.tree;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Something a session can be asked to do. Its kinds are in the rooms of their families; each is final. */
public abstract class Statement extends TreeNode {

    protected Statement(SqlParserPos position) {
        super(position);
    }
}
