package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [AGGREGATE] FUNCTION} with declared parameters. */
public final class CreateFunction extends Statement {
    private final CreateMode mode;
    private final boolean aggregate;
    private final SqlIdentifier name;
    private final List<Parameter> parameters;
    private final FunctionResult result;
    private final FunctionBody body;

    public CreateFunction(
            SqlParserPos position,
            CreateMode mode,
            boolean aggregate,
            SqlIdentifier name,
            List<Parameter> parameters,
            FunctionResult result,
            FunctionBody body) {
        super(position);
        this.mode = mode;
        this.aggregate = aggregate;
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.body = body;
    }

    public CreateMode mode() {
        return mode;
    }

    /** Whether it gives one value of many rows. */
    public boolean aggregate() {
        return aggregate;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public FunctionResult result() {
        return result;
    }

    public FunctionBody body() {
        return body;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, parameters, result, body);
    }

    @Override
    public CreateFunction clone(SqlParserPos position) {
        return new CreateFunction(position, mode, aggregate, name, parameters, result, body);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, aggregate ? "AGGREGATE FUNCTION" : "FUNCTION");
        name.unparse(writer, 0, 0);
        unparseParentheses(writer, parameters);
        writer.keyword("RETURNS");
        result.unparse(writer, 0, 0);
        body.unparse(writer, 0, 0);
    }
}
