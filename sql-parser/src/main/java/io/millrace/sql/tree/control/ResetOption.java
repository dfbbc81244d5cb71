package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code RESET key} and {@code RESET ALL}: back to the default. */
public final class ResetOption extends Statement {
    private final Optional<SqlIdentifier> key;

    public ResetOption(SqlParserPos position, Optional<SqlIdentifier> key) {
        super(position);
        this.key = key;
    }

    /** The setting; empty for all. */
    public Optional<SqlIdentifier> key() {
        return key;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(key);
    }

    @Override
    public ResetOption clone(SqlParserPos position) {
        return new ResetOption(position, key);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RESET");
        if (key.isPresent()) {
            key.get().unparse(writer, 0, 0);
        } else {
            writer.keyword("ALL");
        }
    }
}
