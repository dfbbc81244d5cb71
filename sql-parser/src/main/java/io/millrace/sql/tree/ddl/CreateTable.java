package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.element.TableElement;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TABLE}: keyed rows that can be changed. */
public final class CreateTable extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final List<TableElement> elements;
    private final List<WithOption> options;
    private final Optional<QueryStatement> query;

    public CreateTable(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            List<TableElement> elements,
            List<WithOption> options,
            Optional<QueryStatement> query) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.elements = List.copyOf(elements);
        this.options = List.copyOf(options);
        this.query = query;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<TableElement> elements() {
        return elements;
    }

    public List<WithOption> options() {
        return options;
    }

    public Optional<QueryStatement> query() {
        return query;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, elements, options, query);
    }

    @Override
    public CreateTable clone(SqlParserPos position) {
        return new CreateTable(position, mode, name, elements, options, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "TABLE");
        name.unparse(writer, 0, 0);
        unparseList(writer, elements);
        unparseOptions(writer, options);
        unparseAs(writer, query);
    }
}
