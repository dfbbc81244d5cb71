package io.millrace.planner.match;

import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.RowPattern;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What a MATCH_RECOGNIZE clause says, checked.
 *
 * @param computed expressions over a single input row that values read, numbered as columns after those of the input
 * @param values what the measures read
 * @param outputs columns of the input and measures, in the order in which they are given out
 */
record MatchClause(
        List<Integer> partition,
        List<SortKey> order,
        List<String> variables,
        RowPattern pattern,
        List<Definition> definitions,
        List<SqlNode> computed,
        ValueScope values,
        List<Output> outputs,
        boolean allRows,
        AfterMatch after,
        OptionalLong within,
        RelDataType rowType,
        SqlParserPos position,
        SqlParserPos orderPosition) {

    /** The condition of a variable over its values. */
    record Definition(int variable, ValueScope values, SqlNode condition) {}

    /** A column of the input, or else a measure. */
    record Output(OptionalInt column, SqlNode measure) {}
}
