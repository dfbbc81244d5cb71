package io.millrace.session.rows;

import io.millrace.session.ParameterColumns;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Collects rows of boxed values into pages: for what the server tells about itself, and for rows from clients. */
public final class RowList {

    private final RowType rowType;
    private final PageBuilder builder;
    private final List<Page> full = new ArrayList<>();
    /** What the values of a row are called in messages. */
    private final String[] names;

    public RowList(RowType rowType) {
        this(rowType, "value");
    }

    /** Rows whose values are called {@code <what> 1}, {@code <what> 2} … in messages. */
    public RowList(RowType rowType, String what) {
        this.rowType = rowType;
        this.builder = new PageBuilder(rowType);
        this.names = IntStream.rangeClosed(1, rowType.size())
                .mapToObj(number -> what + " " + number)
                .toArray(String[]::new);
    }

    /** Adds a row with a value for every column, {@code null} for NULL. */
    public RowList add(Object... values) {
        try {
            for (int i = 0; i < rowType.size(); i++) {
                Field field = rowType.field(i);
                CellWriter.append(builder.column(i), field, values[i], names[i]);
            }
        } catch (RuntimeException e) {
            builder.abandonRow();
            throw e;
        }
        builder.endRow();
        if (builder.isFull()) {
            full.add(builder.build());
        }
        return this;
    }

    /**
     * Adds lists of parameters as rows; other columns are null.
     *
     * @param columns which column takes which parameter
     * @return false when a value is none of its column; the rows are of no use then
     */
    public boolean add(ParameterColumns lists, int[] columns) {
        int[] parameters = new int[rowType.size()];
        Arrays.fill(parameters, -1);
        for (int i = 0; i < columns.length; i++) {
            parameters[columns[i]] = i;
        }
        int from = 0;
        while (from < lists.size()) {
            int to = Math.min(lists.size(), from + Page.MAX_ROWS - builder.size());
            for (int i = 0; i < parameters.length; i++) {
                Field field = rowType.field(i);
                boolean taken = parameters[i] < 0
                        ? appendNulls(field, builder.column(i), to - from)
                        : lists.append(parameters[i], from, to, field, builder.column(i));
                if (!taken) {
                    return false;
                }
            }
            for (int row = from; row < to; row++) {
                builder.endRow();
            }
            if (builder.isFull()) {
                full.add(builder.build());
            }
            from = to;
        }
        return true;
    }

    private static boolean appendNulls(Field field, ColumnBuilder column, int count) {
        for (int row = 0; row < count; row++) {
            column.appendNull();
        }
        return field.nullable();
    }

    /** The rows so far, in order; the list is empty afterwards. */
    public List<Page> pages() {
        List<Page> pages = new ArrayList<>(full);
        if (!builder.isEmpty()) {
            pages.add(builder.build());
        }
        full.clear();
        return pages;
    }
}
