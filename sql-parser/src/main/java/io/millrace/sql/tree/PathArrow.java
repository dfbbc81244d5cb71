package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * PostgreSQL's {@code v -> key}, which means {@code v[key]}, and {@code v ->> key}, which means {@code CAST(v[key] AS VARCHAR)}: only the
 * parser ever sees them. They bind closer than arithmetic, so that nothing around them needs parentheses.
 */
public final class PathArrow extends SqlBinaryOperator {
    public static final PathArrow VALUE = new PathArrow("->", false);
    public static final PathArrow TEXT = new PathArrow("->>", true);

    private final boolean text;

    private PathArrow(String name, boolean text) {
        super(name, SqlKind.OTHER, 70, true, null, null, null);
        this.text = text;
    }

    @Override
    public SqlCall createCall(SqlLiteral functionQualifier, SqlParserPos position, SqlNode... operands) {
        SqlCall item = SqlStdOperatorTable.ITEM.createCall(position, operands);
        return text
                ? SqlStdOperatorTable.CAST.createCall(
                        position,
                        item,
                        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position))
                : item;
    }
}
