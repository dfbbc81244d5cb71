package io.millrace.connector.files.output;

import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** In which directory a row is written: {@code column=value} for each column that parts the rows, one within the other. */
final class PartitionPaths {

    private static final String UNESCAPED = "-_.+ ";

    private final RowType rowType;
    private final int[] columns;

    private PartitionPaths(RowType rowType, int[] columns) {
        this.rowType = rowType;
        this.columns = columns;
    }

    static PartitionPaths of(SinkDefinition definition) {
        RowType rowType = definition.rowType();
        int[] columns = definition.options().string("partition.by").stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .mapToInt(name -> column(rowType, name.strip()))
                .toArray();
        if (columns.length == rowType.size()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'partition.by' names all columns, so that none is left to be written");
        }
        return new PartitionPaths(rowType, columns);
    }

    private static int column(RowType rowType, String name) {
        int column = rowType.indexOf(name)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_INVALID,
                        "option 'partition.by' names \"" + name + "\", but the query has no such column"));
        if (!canPart(rowType.type(column))) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'partition.by' names \"" + name + "\" of type "
                            + rowType.type(column).sql() + ", but must name columns of texts, whole numbers or dates");
        }
        return column;
    }

    private static boolean canPart(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, CHAR, VARCHAR, DATE -> true;
            case BOOLEAN, REAL, DOUBLE, DECIMAL, BINARY, VARBINARY, UUID, TIME, TIMESTAMP, TIMESTAMP_LTZ -> false;
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT -> false;
        };
    }

    /** The columns that do not part the rows: those that are written. */
    int[] otherColumns() {
        return IntStream.range(0, rowType.size())
                .filter(column -> Arrays.stream(columns).noneMatch(mine -> mine == column))
                .toArray();
    }

    /** Whether a row is in the directory of the row before it, as neighbours mostly are. */
    boolean sameAsBefore(Page page, int row) {
        for (int index : columns) {
            Column column = page.column(index);
            if (column.isNull(row) || column.isNull(row - 1) || !equal(column, row - 1, row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Column column, int left, int right) {
        if (column instanceof BytesColumn texts) {
            int leftStart = texts.starts()[left];
            int rightStart = texts.starts()[right];
            return Arrays.equals(
                    texts.data(),
                    leftStart,
                    leftStart + texts.lengths()[left],
                    texts.data(),
                    rightStart,
                    rightStart + texts.lengths()[right]);
        }
        return number(column, left) == number(column, right);
    }

    private static long number(Column column, int row) {
        return column instanceof IntColumn ints ? ints.values()[row] : ((LongColumn) column).values()[row];
    }

    /** The directory of a row, relative to that of the sink; empty when nothing parts the rows. */
    String path(Page page, int row) {
        StringBuilder path = new StringBuilder();
        for (int index : columns) {
            path.append(path.isEmpty() ? "" : "/");
            escape(rowType.field(index).name(), path);
            path.append('=');
            Column column = page.column(index);
            if (column.isNull(row)) {
                path.append("__HIVE_DEFAULT_PARTITION__");
            } else {
                escape(text(index, column, row), path);
            }
        }
        return path.toString();
    }

    private String text(int index, Column column, int row) {
        if (column instanceof BytesColumn texts) {
            return texts.text(row);
        }
        long number = number(column, row);
        return rowType.type(index).kind() == TypeKind.DATE
                ? LocalDate.ofEpochDay(number).toString()
                : Long.toString(number);
    }

    /** Writes characters that a file's name may not have, or that lead elsewhere, as {@code %} and two hexadecimal digits. */
    private static void escape(String text, StringBuilder path) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c < 128 && Character.isLetterOrDigit(c)) || UNESCAPED.indexOf(c) >= 0) {
                path.append(c);
            } else {
                path.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
    }
}
