package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The values that expressions of a MATCH_RECOGNIZE read, as columns. */
public final class MatchScope {

    private MatchScope() {}

    /** Columns for values, after those of {@code before}. */
    public static RowType rowType(List<Field> before, List<MatchValue> values) {
        List<Field> fields = new ArrayList<>(before);
        for (MatchValue value : values) {
            fields.add(new Field("v" + fields.size(), value.type(), value.nullable()));
        }
        return new RowType(fields);
    }

    /** The call of an aggregate over pages whose first column is its argument. */
    static AggregateCall call(MatchValue.Aggregated aggregated) {
        List<Integer> arguments = aggregated.column().isPresent() ? List.of(0) : List.of();
        return new AggregateCall(
                aggregated.function(), arguments, false, OptionalInt.empty(), aggregated.type(), aggregated.nullable());
    }

    /** The row type of such pages. */
    static RowType argument(MatchValue.Aggregated aggregated, RowType input) {
        return new RowType(
                aggregated.column().isPresent()
                        ? List.of(input.field(aggregated.column().getAsInt()))
                        : List.of());
    }

    /** The names of the variables as a column. */
    static BytesColumn names(MatchRecognize node) {
        int count = node.variables().size();
        int[] starts = new int[count];
        int[] lengths = new int[count];
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int variable = 0; variable < count; variable++) {
            String name = node.variables().get(variable);
            text.append(name);
            starts[variable] = at;
            lengths[variable] = name.getBytes(StandardCharsets.UTF_8).length;
            at += lengths[variable];
        }
        return new BytesColumn(count, text.toString().getBytes(StandardCharsets.UTF_8), starts, lengths, null);
    }
}
