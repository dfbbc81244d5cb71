package io.millrace.sql.tree.people;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SELECT, INSERT ON TABLE t} in GRANT and REVOKE. */
public final class PrivilegesOn extends TreeNode {

    /** What follows ON. */
    public enum Target {
        OBJECT,
        ALL_RELATIONS,
        SCHEMA,
        SERVER
    }

    private final List<Privilege> privileges;
    private final Target target;
    private final Optional<ObjectKind> kind;
    private final SqlIdentifier object;

    public PrivilegesOn(
            SqlParserPos position,
            List<Privilege> privileges,
            Target target,
            Optional<ObjectKind> kind,
            SqlIdentifier object) {
        super(position);
        this.privileges = List.copyOf(privileges);
        this.target = target;
        this.kind = kind;
        this.object = object;
    }

    public List<Privilege> privileges() {
        return privileges;
    }

    public Target target() {
        return target;
    }

    /** The kind of an object, when it was written. */
    public Optional<ObjectKind> kind() {
        return kind;
    }

    /** The object or schema; of no meaning for the others. */
    public SqlIdentifier object() {
        return object;
    }

    @Override
    public List<SqlNode> children() {
        return List.of(object);
    }

    @Override
    public PrivilegesOn clone(SqlParserPos position) {
        return new PrivilegesOn(position, privileges, target, kind, object);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        SqlWriter.Frame frame = writer.startList("", "");
        for (Privilege privilege : privileges) {
            writer.sep(",");
            writer.keyword(privilege.name());
        }
        writer.endList(frame);
        writer.keyword("ON");
        switch (target) {
            case OBJECT -> {
                kind.ifPresent(word -> writer.keyword(word.sql()));
                object.unparse(writer, 0, 0);
            }
            case ALL_RELATIONS -> writer.keyword("ALL RELATIONS");
            case SCHEMA -> {
                writer.keyword("SCHEMA");
                object.unparse(writer, 0, 0);
            }
            case SERVER -> writer.keyword("SERVER");
        }
    }
}
