package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code [CONSTRAINT name] CHECK (condition)}: no row may make the condition false. */
public final class CheckElement extends TreeNode implements TableElement {
    private final Optional<SqlIdentifier> name;
    private final SqlNode condition;

    public CheckElement(SqlParserPos position, Optional<SqlIdentifier> name, SqlNode condition) {
        super(position);
        this.name = name;
        this.condition = condition;
    }

    public Optional<SqlIdentifier> name() {
        return name;
    }

    public SqlNode condition() {
        return condition;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, condition);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitCheck(this);
    }

    @Override
    public CheckElement clone(SqlParserPos position) {
        return new CheckElement(position, name, condition);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (name.isPresent()) {
            writer.keyword("CONSTRAINT");
            name.get().unparse(writer, 0, 0);
        }
        writer.keyword("CHECK");
        unparseParentheses(writer, List.of(condition));
    }
}
