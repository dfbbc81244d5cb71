package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A column that rows bring with them: {@code name type [NOT NULL] [DEFAULT value | GENERATED … AS IDENTITY] [PRIMARY KEY]}. */
public final class PhysicalColumn extends TreeNode implements TableElement {
    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;
    private final boolean nullable;
    private final Optional<SqlNode> defaultValue;
    private final boolean primaryKey;
    private final Optional<IdentityClause> identity;

    public PhysicalColumn(
            SqlParserPos position,
            SqlIdentifier name,
            SqlDataTypeSpec type,
            boolean nullable,
            Optional<SqlNode> defaultValue,
            boolean primaryKey,
            Optional<IdentityClause> identity) {
        super(position);
        this.name = name;
        this.type = type;
        this.nullable = nullable;
        this.defaultValue = defaultValue;
        this.primaryKey = primaryKey;
        this.identity = identity;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlDataTypeSpec type() {
        return type;
    }

    public boolean nullable() {
        return nullable;
    }

    /** What the column gets when an INSERT does not name it. */
    public Optional<SqlNode> defaultValue() {
        return defaultValue;
    }

    public boolean primaryKey() {
        return primaryKey;
    }

    /** How it gets numbers from the server. */
    public Optional<IdentityClause> identity() {
        return identity;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, type, defaultValue, identity);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitPhysicalColumn(this);
    }

    @Override
    public PhysicalColumn clone(SqlParserPos position) {
        return new PhysicalColumn(position, name, type, nullable, defaultValue, primaryKey, identity);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name.unparse(writer, 0, 0);
        type.unparse(writer, 0, 0);
        if (!nullable) {
            writer.keyword("NOT NULL");
        }
        if (defaultValue.isPresent()) {
            writer.keyword("DEFAULT");
            defaultValue.get().unparse(writer, 0, 0);
        }
        if (identity.isPresent()) {
            identity.get().unparse(writer, 0, 0);
        }
        if (primaryKey) {
            writer.keyword("PRIMARY KEY");
        }
    }
}
