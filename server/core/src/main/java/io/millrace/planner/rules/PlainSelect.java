package io.millrace.planner.rules;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SELECT … FROM … WHERE …} without anything else, made of parts of a statement. */
public final class PlainSelect {

    private PlainSelect() {}

    /**
     * A SELECT at a position.
     *
     * @param from null for one row without columns
     * @param where null for all rows
     */
    public static SqlSelect of(SqlParserPos position, SqlNodeList items, SqlNode from, SqlNode where) {
        return new SqlSelect(position, null, items, from, where, null, null, null, null, null, null, null, null);
    }

    /** All rows as they are, at the position of what they come from. */
    public static SqlSelect all(SqlNode from) {
        SqlParserPos position = from.getParserPosition();
        return of(position, new SqlNodeList(List.of(SqlIdentifier.star(position)), position), from, null);
    }
}
