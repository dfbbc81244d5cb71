package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.element.TableElement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … ADD COLUMN name type …}: a column, and what is said of rows behind it. */
public final class AddColumn extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final List<TableElement> elements;

    public AddColumn(SqlParserPos position, ObjectKind kind, SqlIdentifier name, List<TableElement> elements) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.elements = List.copyOf(elements);
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<TableElement> elements() {
        return elements;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, elements);
    }

    @Override
    public AddColumn clone(SqlParserPos position) {
        return new AddColumn(position, kind, name, elements);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("ADD COLUMN");
        for (TableElement element : elements) {
            ((SqlNode) element).unparse(writer, 0, 0);
        }
    }
}
