package io.millrace.connector.formats;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses and checks the columns that a format is bound to. */
public final class BoundColumns {

    /** The place of a column that nobody asked for: its values are only checked. */
    public static final int NOT_ASKED = -1;

    private BoundColumns() {}

    /** The columns at the given indexes, in that order. */
    public static List<SourceColumn> choose(List<SourceColumn> columns, int[] indexes) {
        return Arrays.stream(indexes).mapToObj(columns::get).toList();
    }

    /** The columns that come from the record. */
    public static List<SourceColumn> ofRecord(List<SourceColumn> columns) {
        return columns.stream().filter(column -> column.metadata().isEmpty()).toList();
    }

    /** For each column that comes from the record its place among those asked for, or {@link #NOT_ASKED}. */
    public static int[] placesOfRecord(List<SourceColumn> columns, int[] asked) {
        return IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).metadata().isEmpty())
                .map(column -> place(column, asked))
                .toArray();
    }

    private static int place(int column, int[] asked) {
        return IntStream.range(0, asked.length)
                .filter(place -> asked[place] == column)
                .findFirst()
                .orElse(NOT_ASKED);
    }

    public static MillraceException unsupported(String format, SourceColumn column) {
        return unsupported(format, column.field(), "declare it as VARCHAR and convert it in the query");
    }

    /** The same of a column that is written. */
    public static MillraceException unsupported(String format, Field field) {
        return unsupported(format, field, "convert it in the query");
    }

    private static MillraceException unsupported(String format, Field field, String remedy) {
        return new MillraceException(
                ErrorCode.NOT_SUPPORTED,
                "column \"" + field.name() + "\": format '" + format + "' cannot hold "
                        + field.type().sql() + "; " + remedy);
    }
}
