package io.millrace.sql.tree.people;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code GRANT role TO user}. */
public final class GrantRole extends Statement {
    private final List<SqlIdentifier> roles;
    private final List<SqlIdentifier> grantees;

    public GrantRole(SqlParserPos position, List<SqlIdentifier> roles, List<SqlIdentifier> grantees) {
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
    public GrantRole clone(SqlParserPos position) {
        return new GrantRole(position, roles, grantees);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("GRANT");
        unparseNames(writer, roles);
        writer.keyword("TO");
        unparseNames(writer, grantees);
    }
}
