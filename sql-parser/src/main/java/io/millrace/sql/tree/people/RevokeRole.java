package io.millrace.sql.tree.people;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code REVOKE role FROM user}. */
public final class RevokeRole extends Statement {
    private final List<SqlIdentifier> roles;
    private final List<SqlIdentifier> grantees;

    public RevokeRole(SqlParserPos position, List<SqlIdentifier> roles, List<SqlIdentifier> grantees) {
        super(position);
        this.roles = List.copyOf(roles);
        this.grantees = List.copyOf(grantees);
    }

    public List<SqlIdentifier> roles() {
        return roles;
    }

    public List<SqlIdentifier> grantees() {
        return grantees;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(roles, grantees);
    }

    @Override
    public RevokeRole clone(SqlParserPos position) {
        return new RevokeRole(position, roles, grantees);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("REVOKE");
        unparseNames(writer, roles);
        writer.keyword("FROM");
        unparseNames(writer, grantees);
    }
}
