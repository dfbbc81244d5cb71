package io.millrace.sql.tree;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code key = value} inside {@code WITH (…)}; the value is a literal, a bare name or {@code SECRET name}. */
public final class WithOption extends TreeNode {
    private final String key;
    private final SqlNode value;

    public WithOption(SqlParserPos position, String key, SqlNode value) {
        super(position);
        this.key = key;
        this.value = value;
    }

    /** The key without quotes; the parts of a dotted key are joined again. */
    public String key() {
        return key;
    }

    /** A {@link SqlLiteral}, a {@link SqlIdentifier} or a {@link SecretReference}. */
    public SqlNode value() {
        return value;
    }

    /** The value as text if it is a literal: {@code abc}, {@code 5}, {@code 0.5}, {@code true}. */
    public Optional<String> text() {
        if (!(value instanceof SqlLiteral literal)) {
            return Optional.empty();
        }
        return Optional.of(
                literal.getValue() instanceof Boolean truth ? truth.toString() : String.valueOf(literal.toValue()));
    }

    /** The bare name, such as {@code c} of {@code connection = c}. */
    public Optional<SqlIdentifier> reference() {
        return value instanceof SqlIdentifier name ? Optional.of(name) : Optional.empty();
    }

    /** The name of the secret, such as {@code p} of {@code password = SECRET p}. */
    public Optional<SqlIdentifier> secret() {
        return value instanceof SecretReference reference ? Optional.of(reference.name()) : Optional.empty();
    }

    @Override
    public List<SqlNode> children() {
        return List.of(value);
    }

    @Override
    public WithOption clone(SqlParserPos position) {
        return new WithOption(position, key, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.identifier(key, true);
        writer.keyword("=");
        value.unparse(writer, 0, 0);
    }
}
