package io.millrace.sql.tree.people;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code GRANT} of privileges. */
public final class Grant extends Statement {
    private final PrivilegesOn what;
    private final List<SqlIdentifier> grantees;

    public Grant(SqlParserPos position, PrivilegesOn what, List<SqlIdentifier> grantees) {
        super(position);
        this.what = what;
        this.grantees = List.copyOf(grantees);
    }

    public PrivilegesOn what() {
        return what;
    }

    public List<SqlIdentifier> grantees() {
        return grantees;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(what, grantees);
    }

    @Override
    public Grant clone(SqlParserPos position) {
        return new Grant(position, what, grantees);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("GRANT");
        what.unparse(writer, 0, 0);
        writer.keyword("TO");
        unparseNames(writer, grantees);
    }
}
