package io.millrace.sql.tree.show;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SHOW}: lists objects of one kind. */
public final class Show extends Statement {
    private final ShowKind kind;
    private final Optional<SqlIdentifier> schema;
    private final Optional<SqlLiteral> like;

    public Show(SqlParserPos position, ShowKind kind, Optional<SqlIdentifier> schema, Optional<SqlLiteral> like) {
        super(position);
        this.kind = kind;
        this.schema = schema;
        this.like = like;
    }

    public ShowKind kind() {
        return kind;
    }

    /** The schema whose relations and sinks are listed; empty for all. */
    public Optional<SqlIdentifier> schema() {
        return schema;
    }

    /** Pattern for the names, with the wildcards of LIKE. */
    public Optional<SqlLiteral> like() {
        return like;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(schema, like);
    }

    @Override
    public Show clone(SqlParserPos position) {
        return new Show(position, kind, schema, like);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW " + kind.sql());
        if (schema.isPresent()) {
            writer.keyword("IN");
            schema.get().unparse(writer, 0, 0);
        }
        if (like.isPresent()) {
            writer.keyword("LIKE");
            like.get().unparse(writer, 0, 0);
        }
    }
}
