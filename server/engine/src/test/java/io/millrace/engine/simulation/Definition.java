package io.millrace.engine.simulation;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.query.Query;
import io.millrace.engine.input.InputDefinition;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What is defined, as a text that can be executed again: {@code KIND name of}.
 *
 * @param of what a query reads; {@code -} for inputs
 */
record Definition(Kind kind, String name, String of) {

    enum Kind {
        /** Takes rows of INSERT. */
        STREAM,
        /** The same, one row for each key. */
        TABLE,
        /** Is read from a source that can be read again. */
        SOURCE,
        /** Sums of the values by key. */
        SUMS,
        /** All rows, as a view. */
        COPY,
        /** All rows, to an outside system. */
        SINK,
        /** Sums by key, to an outside system, as they change. */
        SINK_OF_SUMS
    }

    static final RowType ROWS = RowType.of(new Field("k", Type.BIGINT, false), new Field("v", Type.BIGINT, false));

    static Definition parse(String text) {
        String[] words = text.split(" ");
        return new Definition(Kind.valueOf(words[0]), words[1], words[2]);
    }

    String text() {
        return kind + " " + name + " " + of;
    }

    boolean isInput() {
        return kind == Kind.STREAM || kind == Kind.TABLE || kind == Kind.SOURCE;
    }

    boolean isSink() {
        return kind == Kind.SINK || kind == Kind.SINK_OF_SUMS;
    }

    boolean sumsUp() {
        return kind == Kind.SUMS || kind == Kind.SINK_OF_SUMS;
    }

    InputDefinition input(Optional<ConnectorSource> source) {
        List<Expression> columns = IntStream.range(0, ROWS.size())
                .<Expression>mapToObj(i -> new ColumnReference(i, ROWS.type(i), false))
                .toList();
        boolean table = kind == Kind.TABLE;
        return new InputDefinition(
                name,
                ROWS,
                columns,
                ROWS,
                Optional.empty(),
                source,
                table,
                table ? List.of(0) : List.of(),
                Duration.ofSeconds(10));
    }

    Query query() {
        Source read = new Source(of, List.of(0, 1), ROWS, of.startsWith("stream") || of.startsWith("source"));
        Query.Output output = isSink() ? Query.Output.SINK : Query.Output.VIEW;
        return new Query(name, output, sumsUp() ? sums(read) : read, Optional.empty());
    }

    private static DStream sums(Source read) {
        AggregateCall sum =
                new AggregateCall(AggregateFunction.SUM, List.of(1), false, OptionalInt.empty(), Type.BIGINT, true);
        Exchange exchange = new Exchange(read, Distribution.hash(List.of(0)));
        return new Aggregate(exchange, List.of(0), List.of(sum), OptionalInt.empty(), ROWS);
    }
}
