package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code COMMENT ON TABLE t IS 'text'}, {@code COMMENT ON COLUMN t.c IS 'text'}; {@code IS NULL} takes a comment away. */
public final class CommentOn extends Statement {
    private final Optional<ObjectKind> kind;
    private final SqlIdentifier name;
    private final Optional<SqlLiteral> text;

    /**
     * @param kind empty for a column
     * @param name of the object, or of the column behind that of its relation
     */
    public CommentOn(SqlParserPos position, Optional<ObjectKind> kind, SqlIdentifier name, Optional<SqlLiteral> text) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.text = text;
    }

    public Optional<ObjectKind> kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public Optional<SqlLiteral> text() {
        return text;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, text);
    }

    @Override
    public CommentOn clone(SqlParserPos position) {
        return new CommentOn(position, kind, name, text);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("COMMENT ON " + kind.map(ObjectKind::sql).orElse("COLUMN"));
        name.unparse(writer, 0, 0);
        writer.keyword("IS");
        if (text.isPresent()) {
            text.get().unparse(writer, 0, 0);
        } else {
            writer.keyword("NULL");
        }
    }
}
