package io.millrace.planner.graph.node;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Project;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;

/** Gives the columns of a graph's root the names that the query gives them. */
public final class Renaming {

    private Renaming() {}

    /** The same rows under other names; columns beyond the names keep theirs. */
    public static DStream rename(DStream stream, List<String> names) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < stream.rowType().size(); i++) {
            Field field = stream.rowType().field(i);
            fields.add(i < names.size() ? new Field(names.get(i), field.type(), field.nullable()) : field);
        }
        RowType renamed = new RowType(fields);
        return renamed.equals(stream.rowType()) ? stream : rename(stream, renamed);
    }

    private static DStream rename(DStream stream, RowType renamed) {
        if (stream instanceof Project project) {
            return new Project(project.input(), project.expressions(), renamed);
        }
        if (stream instanceof Aggregate aggregate) {
            return new Aggregate(
                    aggregate.input(), aggregate.keys(), aggregate.calls(), aggregate.windowEnd(), renamed);
        }
        if (stream instanceof Values values) {
            return new Values(renamed, values.rows());
        }
        if (stream instanceof WindowClose close) {
            return new WindowClose(rename(close.input(), renamed), close.windowEnd());
        }
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < renamed.size(); i++) {
            references.add(
                    new ColumnReference(i, renamed.type(i), renamed.field(i).nullable()));
        }
        return new Project(stream, references, renamed);
    }
}
