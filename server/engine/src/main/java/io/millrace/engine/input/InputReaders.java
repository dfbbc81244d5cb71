package io.millrace.engine.input;

import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.time.Watermarks;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The readers of an input. */
record InputReaders(InputDefinition definition, ChainCompiler compiler) {

    /** One of some declared columns, ascending. */
    InputReader of(int[] declared) {
        return new InputReader(definition, declared, compiler);
    }

    /** One of all declared columns. */
    InputReader whole() {
        return of(all());
    }

    /** One of all declared columns that tells the positions of rows where they have some. */
    InputReader positioned() {
        return new InputReader(definition, all(), compiler, true);
    }

    private int[] all() {
        return IntStream.range(0, definition.rowType().size()).toArray();
    }

    /** The watermark that a row of that time has, all else of it unknown; {@link Watermarks#NONE} when it has none. */
    long watermarkAt(long millis) {
        int timed = definition.watermark().orElseThrow().column();
        PageBuilder row = new PageBuilder(definition.rowType());
        for (int column = 0; column < row.columnCount(); column++) {
            if (column == timed) {
                ((LongColumnBuilder) row.column(column)).append(millis);
            } else {
                row.column(column).appendNull();
            }
        }
        row.endRow();
        InputReader.Rows reader = ofDeclaredRows().rows();
        reader.apply(row.build(), new RejectedRecords(definition.rowType(), millis));
        return reader.takeWatermark();
    }

    /** One that takes rows whose declared columns are computed already. */
    private InputReader ofDeclaredRows() {
        RowType rowType = definition.rowType();
        InputDefinition declared = new InputDefinition(
                definition.name(),
                rowType,
                InputDefinition.identity(rowType),
                rowType,
                definition.watermark(),
                Optional.empty(),
                false,
                List.of(),
                definition.idleTimeout());
        return new InputReader(declared, all(), compiler);
    }
}
