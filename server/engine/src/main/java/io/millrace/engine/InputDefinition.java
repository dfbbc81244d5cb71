package io.millrace.engine;

import io.millrace.dstream.Expression;
import io.millrace.spi.connector.Source;
import io.millrace.spi.data.RowType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * @param idleTimeout after which a silent partition stops holding the watermark back
 */
public record InputDefinition(
        String name,
        RowType physical,
        List<Expression> columns,
        RowType rowType,
        Optional<WatermarkDefinition> watermark,
        Optional<Source> source,
        boolean table,
        List<Integer> primaryKey,
        Duration idleTimeout) {

    public InputDefinition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}
