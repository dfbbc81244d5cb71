package io.millrace.planner.match;

import io.millrace.dstream.pattern.MatchValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The values of a match that expressions read, each under a name by which it stands in the rewritten expression. */
final class ValueScope {

    private final List<MatchValue> values = new ArrayList<>();
    private final List<RelDataType> types = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    /** The identifier that stands for a value; {@code written} is how the user wrote it, for messages. */
    SqlIdentifier identifier(MatchValue value, RelDataType type, SqlNode written) {
        int index = values.indexOf(value);
        if (index < 0) {
            index = values.size();
            values.add(value);
            types.add(type);
        }
        String text = written.toString().replace("`", "").replace("\"", "");
        String name = text;
        for (int i = 2; names.getOrDefault(name, index) != index; i++) {
            name = text + " (" + i + ")";
        }
        names.put(name, index);
        SqlParserPos position = written.getParserPosition();
        return new SqlIdentifier(List.of(name), null, position, List.of(position.withQuoting(true)));
    }

    List<MatchValue> values() {
        return values;
    }

    RelDataType type(int index) {
        return types.get(index);
    }

    Map<String, RelDataType> types() {
        Map<String, RelDataType> byName = new HashMap<>();
        names.forEach((name, index) -> byName.put(name, types.get(index)));
        return byName;
    }

    /** What stands for each name in the algebra. */
    Map<String, RexNode> expressions(IntFunction<RexNode> ofValue) {
        Map<String, RexNode> byName = new HashMap<>();
        names.forEach((name, index) -> byName.put(name, ofValue.apply(index)));
        return byName;
    }
}
