package io.millrace.sql.tree.control;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER SINK … SKIP BATCH n}: a batch that cannot be delivered is given up. */
public final class SkipBatch extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlLiteral batch;

    public SkipBatch(SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlLiteral batch) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.batch = batch;
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlLiteral batch() {
        return batch;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, batch);
    }

    @Override
    public SkipBatch clone(SqlParserPos position) {
        return new SkipBatch(position, kind, name, batch);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("SKIP BATCH");
        batch.unparse(writer, 0, 0);
    }
}
