package io.millrace.connector.generator;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.List;

/** The columns of a stream in declared order, ready to be made. Immutable and thread-safe. */
public record MadeColumns(List<OffsetColumn> columns) {

    private static final String OFFSET = "offset";

    public MadeColumns {
        columns = List.copyOf(columns);
    }

    public Page make(long[] offsets, int count, int[] indexes) {
        Column[] made = new Column[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            made[i] = columns.get(indexes[i]).make(offsets, count);
        }
        return new Page(count, made, null);
    }

    /** What a metadata column holds: only the offset of the row is known. */
    public static OffsetColumn metadata(SourceColumn column, String connector) {
        String key = column.metadata().orElseThrow();
        String name = column.field().name();
        if (!key.equals(OFFSET)) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "column \"" + name + "\": connector '" + connector + "' has no metadata '" + key
                            + "'; it has 'offset'");
        }
        if (column.field().type().kind() != TypeKind.BIGINT) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH, "column \"" + name + "\": metadata 'offset' is a BIGINT");
        }
        return (offsets, count) -> new LongColumn(count, Arrays.copyOf(offsets, count), null);
    }
}
