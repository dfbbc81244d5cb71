package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A column that the connector fills: {@code name type METADATA [FROM 'key']}. */
public final class MetadataColumn extends TreeNode implements TableElement {
    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;
    private final boolean nullable;
    private final Optional<SqlLiteral> source;

    public MetadataColumn(
            SqlParserPos position,
            SqlIdentifier name,
            SqlDataTypeSpec type,
            boolean nullable,
            Optional<SqlLiteral> source) {
        super(position);
        this.name = name;
        this.type = type;
        this.nullable = nullable;
        this.source = source;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlDataTypeSpec type() {
        return type;
    }

    public boolean nullable() {
        return nullable;
    }

    public Optional<SqlLiteral> source() {
        return source;
    }

    /** What the connector is asked for: the text after FROM, else the name of the column. */
    public String key() {
        return source.map(literal -> literal.getValueAs(String.class)).orElseGet(name::getSimple);
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, type, source);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitMetadataColumn(this);
    }

    @Override
    public MetadataColumn clone(SqlParserPos position) {
        return new MetadataColumn(position, name, type, nullable, source);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name.unparse(writer, 0, 0);
        type.unparse(writer, 0, 0);
        if (!nullable) {
            writer.keyword("NOT NULL");
        }
        writer.keyword("METADATA");
        if (source.isPresent()) {
            writer.keyword("FROM");
            source.get().unparse(writer, 0, 0);
        }
    }
}
