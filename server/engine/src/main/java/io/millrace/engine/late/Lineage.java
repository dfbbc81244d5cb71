package io.millrace.engine.late;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.Union;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a node are made from those of one source, each from exactly one: a chain of filters and projections, computed here
 * with one more column that numbers the rows of the source.
 */
record Lineage(Source source, List<DStream> chain, RowType inputType) {

    private static final Field NUMBER = new Field("row", Type.BIGINT, false);

    /** The ways in which rows come to a node; none where rows of several sources are put together on the way. */
    static List<Lineage> of(DStream node) {
        if (node instanceof Source source) {
            return List.of(new Lineage(source, List.of(), numbered(source.rowType())));
        }
        if (node instanceof Exchange exchange) {
            return of(exchange.input());
        }
        if (node instanceof Union || node instanceof Filter || node instanceof Project) {
            List<Lineage> all = new ArrayList<>();
            node.inputs().forEach(input -> of(input).forEach(lineage -> all.add(lineage.through(node))));
            return all;
        }
        return List.of();
    }

    private static RowType numbered(RowType rowType) {
        List<Field> fields = new ArrayList<>(rowType.fields());
        fields.add(NUMBER);
        return new RowType(fields);
    }

    private DStream last() {
        return chain.isEmpty()
                ? new Source(source.relation(), source.columns(), inputType, source.appendOnly())
                : chain.get(chain.size() - 1);
    }

    private Lineage through(DStream node) {
        if (node instanceof Union) {
            return this;
        }
        List<DStream> longer = new ArrayList<>(chain);
        longer.add(node instanceof Filter filter ? new Filter(last(), filter.predicate()) : numbered((Project) node));
        return new Lineage(source, longer, inputType);
    }

    private DStream numbered(Project project) {
        List<Expression> expressions = new ArrayList<>(project.expressions());
        expressions.add(new ColumnReference(last().rowType().size() - 1, NUMBER.type(), false));
        return new Project(last(), expressions, numbered(project.rowType()));
    }

    /** What makes rows of the node, and last the number of the row that each is made from, from {@link #numberedRows}. */
    PageFunction function(ChainCompiler compiler) {
        return chain.isEmpty()
                ? (page, evaluation) -> page
                : compiler.compile(chain, inputType).newInstance();
    }

    /** The columns that the query reads of rows of the source, and their numbers in the page. */
    Page numberedRows(Page rows) {
        int width = source.columns().size();
        Column[] columns = new Column[width + 1];
        for (int i = 0; i < width; i++) {
            columns[i] = rows.column(source.columns().get(i));
        }
        long[] numbers = new long[rows.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = row;
        }
        columns[width] = new LongColumn(numbers.length, numbers, null);
        return new Page(rows.size(), columns, rows.weights());
    }
}
