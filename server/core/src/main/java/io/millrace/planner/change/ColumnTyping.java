package io.millrace.planner.change;

import io.millrace.planner.expression.Variants;
import io.millrace.planner.types.MillraceTypeFactory;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Gives parameters, NULLs, and times, UUIDs and JSON written as text, where they stand for a whole column, the type of that column. */
final class ColumnTyping {

    private ColumnTyping() {}

    static SqlNode in(SqlNode source, List<Field> columns, TargetColumns target) {
        if (source.getKind() == SqlKind.VALUES) {
            SqlCall values = (SqlCall) source;
            List<SqlNode> rows = new ArrayList<>();
            for (SqlNode row : values.getOperandList()) {
                rows.add(row.getKind() == SqlKind.ROW ? row((SqlCall) row, columns, target) : row);
            }
            return new SqlBasicCall(values.getOperator(), rows, values.getParserPosition());
        }
        if (source instanceof SqlSelect select) {
            select.setSelectList(new SqlNodeList(
                    typed(select.getSelectList(), columns, target),
                    select.getSelectList().getParserPosition()));
        }
        return source;
    }

    private static SqlNode row(SqlCall row, List<Field> columns, TargetColumns target) {
        return new SqlBasicCall(
                row.getOperator(), typed(row.getOperandList(), columns, target), row.getParserPosition());
    }

    private static List<SqlNode> typed(List<SqlNode> values, List<Field> columns, TargetColumns target) {
        if (values.size() != columns.size()) {
            return List.copyOf(values);
        }
        List<SqlNode> typed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            typed.add(typed(target.spelledOut(values.get(i), columns.get(i)), columns.get(i)));
        }
        return typed;
    }

    static SqlNode typed(SqlNode value, Field column) {
        boolean text = value instanceof SqlDynamicParam || value instanceof SqlCharStringLiteral;
        if (text && column.type().kind() == TypeKind.VARIANT) {
            return json(value);
        }
        RelDataType type = TypeConversion.toCalcite(new MillraceTypeFactory(), column.type(), true);
        boolean untyped = value instanceof SqlDynamicParam
                || SqlUtil.isNullLiteral(value, false)
                || (value instanceof SqlCharStringLiteral
                        && (SqlTypeFamily.DATETIME.contains(type)
                                || column.type().kind() == TypeKind.UUID));
        return untyped ? cast(value, type) : value;
    }

    private static SqlNode cast(SqlNode value, RelDataType type) {
        return SqlStdOperatorTable.CAST.createCall(
                value.getParserPosition(), value, SqlTypeUtil.convertTypeToSpec(type));
    }

    /** What a text means that is written where a VARIANT is wanted. */
    private static SqlNode json(SqlNode value) {
        RelDataType text = TypeConversion.toCalcite(new MillraceTypeFactory(), Type.VARCHAR, true);
        SqlNode typed = value instanceof SqlDynamicParam ? cast(value, text) : value;
        return Variants.parseJson().createCall(value.getParserPosition(), typed);
    }
}
