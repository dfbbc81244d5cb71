package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The type {@code ROW(a INT, b STRING)}; in contrast to Calcite's, fields may be null unless they say NOT NULL. */
public final class RowTypeName extends SqlRowTypeNameSpec {
    public RowTypeName(SqlParserPos position, List<SqlIdentifier> names, List<SqlDataTypeSpec> types) {
        super(position, names, types);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ROW");
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (int i = 0; i < getFieldNames().size(); i++) {
            writer.sep(",");
            getFieldNames().get(i).unparse(writer, 0, 0);
            SqlDataTypeSpec type = getFieldTypes().get(i);
            type.unparse(writer, 0, 0);
            if (Boolean.FALSE.equals(type.getNullable())) {
                writer.keyword("NOT NULL");
            }
        }
        writer.endList(frame);
    }
}
