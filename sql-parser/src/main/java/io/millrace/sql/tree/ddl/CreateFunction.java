package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE FUNCTION} with a body in SQL. */
public final class CreateFunction extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final List<Parameter> parameters;
    private final SqlDataTypeSpec returnType;
    private final SqlNode body;

    public CreateFunction(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            List<Parameter> parameters,
            SqlDataTypeSpec returnType,
            SqlNode body) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.returnType = returnType;
        this.body = body;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public SqlDataTypeSpec returnType() {
        return returnType;
    }

    public SqlNode body() {
        return body;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, parameters, returnType, body);
    }

    @Override
    public CreateFunction clone(SqlParserPos position) {
        return new CreateFunction(position, mode, name, parameters, returnType, body);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "FUNCTION");
        name.unparse(writer, 0, 0);
        unparseParentheses(writer, parameters);
        writer.keyword("RETURNS");
        returnType.unparse(writer, 0, 0);
        writer.keyword("AS");
        body.unparse(writer, 0, 0);
    }
}
