package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/**
 * A name, value or other part of a statement as plain text with its place, for rooms that do not know Calcite.
 *
 * @param parts of a qualified name, without quotes; one for anything else
 * @param line where it begins, from 1
 * @param column where it begins, from 1
 */
public record Written(List<String> parts, int line, int column) {
    public Written {
        parts = List.copyOf(parts);
    }

    /** A name. */
    public static Written name(SqlIdentifier identifier) {
        return at(identifier, identifier.names);
    }

    public static List<Written> names(List<SqlIdentifier> identifiers) {
        return identifiers.stream().map(Written::name).toList();
    }

    /** The value of a literal without quotes, a name, or any other node as SQL. */
    public static Written node(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            return name(identifier);
        }
        if (node instanceof SqlLiteral literal) {
            Object value = literal.getValue() instanceof Boolean truth ? truth : literal.toValue();
            return at(node, List.of(String.valueOf(value)));
        }
        return at(node, List.of(TreeText.of(node)));
    }

    private static Written at(SqlNode node, List<String> parts) {
        return new Written(
                parts,
                node.getParserPosition().getLineNum(),
                node.getParserPosition().getColumnNum());
    }

    /** The parts joined by dots. */
    public String text() {
        return String.join(".", parts);
    }
}
