package io.millrace.engine.input;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.data.RowType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A relation whose rows come from outside: from a source, or by INSERT.
 *
 * @param name in the catalog
 * @param physical the columns that a source or an INSERT delivers
 * @param columns one expression over {@code physical} for each declared column
 * @param rowType the declared columns
 * @param source where rows come from; empty for INSERT only
 * @param table whether rows replace earlier ones of the same key and can be deleted; else they are only appended
 * @param primaryKey indexes of declared columns; empty for a stream or a table without key
 * @param idleTimeout after which a silent partition stops holding the watermark back; zero means never
 * @param maxAhead how far ahead of the clock a row may push the watermark; empty for no bound
 * @param position index of the physical column with the position of a row in its partition, which comes last and is not declared
 * @param rules what rows have to fulfil
 */
public record InputDefinition(
        String name,
        RowType physical,
        List<Expression> columns,
        RowType rowType,
        Optional<WatermarkDefinition> watermark,
        Optional<ConnectorSource> source,
        boolean table,
        List<Integer> primaryKey,
        Duration idleTimeout,
        Optional<Duration> maxAhead,
        OptionalInt position,
        RowRules rules) {

    public InputDefinition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /** One whose rows may be of any time and have no positions. */
    public InputDefinition(
            String name,
            RowType physical,
            List<Expression> columns,
            RowType rowType,
            Optional<WatermarkDefinition> watermark,
            Optional<ConnectorSource> source,
            boolean table,
            List<Integer> primaryKey,
            Duration idleTimeout) {
        this(
                name,
                physical,
                columns,
                rowType,
                watermark,
                source,
                table,
                primaryKey,
                idleTimeout,
                Optional.empty(),
                OptionalInt.empty(),
                RowRules.NONE);
    }

    /** A relation that only the server itself writes to, such as that of late rows. */
    public static InputDefinition internal(String name, RowType rowType) {
        return new InputDefinition(
                name,
                rowType,
                identity(rowType),
                rowType,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Duration.ofDays(1));
    }

    /** The expressions of columns that are as they come. */
    static List<Expression> identity(RowType rowType) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            columns.add(new ColumnReference(i, rowType.type(i), rowType.field(i).nullable()));
        }
        return columns;
    }

    /** Whether the event time of a row is the time when it comes, so that the clock is the watermark. */
    public boolean timedByArrival() {
        return watermark
                .filter(declared -> columns.get(declared.column()) instanceof Call call
                        && call.function() == Function.CURRENT_TIMESTAMP)
                .isPresent();
    }
}
