package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code [CONSTRAINT name] CHECK (condition)}: no row may make the condition false; {@code [CONSTRAINT name] EXPECT (condition) ON VIOLATION …}
 * says what becomes of rows that do.
 */
public final class CheckElement extends TreeNode implements TableElement {
    private final Optional<SqlIdentifier> name;
    private final SqlNode condition;
    private final Optional<Violation> violation;

    /** What becomes of a row that makes the condition false. */
    public enum Violation {
        DROP,
        FAIL,
        KEEP
    }

    public CheckElement(
            SqlParserPos position, Optional<SqlIdentifier> name, SqlNode condition, Optional<Violation> violation) {
        super(position);
        this.name = name;
        this.condition = condition;
        this.violation = violation;
    }

    /** Empty for a CHECK. */
    public Optional<Violation> violation() {
        return violation;
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
        return new CheckElement(position, name, condition, violation);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (name.isPresent()) {
            writer.keyword("CONSTRAINT");
            name.get().unparse(writer, 0, 0);
        }
        writer.keyword(violation.isPresent() ? "EXPECT" : "CHECK");
        unparseParentheses(writer, List.of(condition));
        violation.ifPresent(word -> writer.keyword("ON VIOLATION " + word));
    }
}
