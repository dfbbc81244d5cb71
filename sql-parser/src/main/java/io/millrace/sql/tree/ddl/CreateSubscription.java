package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SUBSCRIPTION}: a resumable position in the changes of a relation, read with FETCH. */
public final class CreateSubscription extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final SqlIdentifier relation;
    private final List<WithOption> options;

    public CreateSubscription(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            SqlIdentifier relation,
            List<WithOption> options) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.relation = relation;
        this.options = List.copyOf(options);
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier relation() {
        return relation;
    }

    public List<WithOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, relation, options);
    }

    @Override
    public CreateSubscription clone(SqlParserPos position) {
        return new CreateSubscription(position, mode, name, relation, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "SUBSCRIPTION");
        name.unparse(writer, 0, 0);
        writer.keyword("FROM");
        relation.unparse(writer, 0, 0);
        unparseOptions(writer, options);
    }
}
