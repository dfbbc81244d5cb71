package io.millrace.sql.tree.people;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code REVOKE} of privileges on an object. */
public final class Revoke extends Statement {
    private final List<Privilege> privileges;
    private final Optional<ObjectKind> kind;
    private final SqlIdentifier object;
    private final List<SqlIdentifier> grantees;

    public Revoke(
            SqlParserPos position,
            List<Privilege> privileges,
            Optional<ObjectKind> kind,
            SqlIdentifier object,
            List<SqlIdentifier> grantees) {
        super(position);
        this.privileges = List.copyOf(privileges);
        this.kind = kind;
        this.object = object;
        this.grantees = List.copyOf(grantees);
    }

    public List<Privilege> privileges() {
        return privileges;
    }

    public Optional<ObjectKind> kind() {
        return kind;
    }

    public SqlIdentifier object() {
        return object;
    }

    public List<SqlIdentifier> grantees() {
        return grantees;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(object, grantees);
    }

    @Override
    public Revoke clone(SqlParserPos position) {
        return new Revoke(position, privileges, kind, object, grantees);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("REVOKE");
        Privilege.unparse(writer, privileges, kind);
        object.unparse(writer, 0, 0);
        writer.keyword("FROM");
        unparseNames(writer, grantees);
    }
}
