package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE FUNCTION} whose body is a Java class. */
public final class CreateExternalFunction extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final SqlLiteral className;
    private final Optional<SqlLiteral> jar;

    public CreateExternalFunction(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            SqlLiteral className,
            Optional<SqlLiteral> jar) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.className = className;
        this.jar = jar;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlLiteral className() {
        return className;
    }

    public Optional<SqlLiteral> jar() {
        return jar;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, className, jar);
    }

    @Override
    public CreateExternalFunction clone(SqlParserPos position) {
        return new CreateExternalFunction(position, mode, name, className, jar);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "FUNCTION");
        name.unparse(writer, 0, 0);
        writer.keyword("AS");
        className.unparse(writer, 0, 0);
        if (jar.isPresent()) {
            writer.keyword("USING JAR");
            jar.get().unparse(writer, 0, 0);
        }
    }
}
