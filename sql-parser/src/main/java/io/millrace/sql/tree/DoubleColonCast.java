package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code x::type}, which binds like an operator and means {@code CAST(x AS type)}: only the parser ever sees it. */
public final class DoubleColonCast extends SqlBinaryOperator {
    public static final DoubleColonCast OPERATOR = new DoubleColonCast();

    private DoubleColonCast() {
        super("::", SqlKind.CAST, 94, true, null, null, null);
    }

    @Override
    public SqlCall createCall(SqlLiteral functionQualifier, SqlParserPos position, SqlNode... operands) {
        return SqlStdOperatorTable.CAST.createCall(position, operands);
    }
}
