package io.millrace.endpoint.metadata;

import io.millrace.session.Cursor;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A small relation of texts and whole numbers that answers a metadata request. */
final class MetadataRows {

    private final RowType rowType;
    private final PageBuilder builder;
    private final List<Page> pages = new ArrayList<>();

    /** @param columns names; those that begin with {@code #} hold numbers */
    MetadataRows(String... columns) {
        List<Field> fields = new ArrayList<>();
        for (String column : columns) {
            boolean number = column.startsWith("#");
            fields.add(
                    new Field(number ? column.substring(1) : column, number ? Type.INTEGER : Type.varchar(128), true));
        }
        rowType = new RowType(fields);
        builder = new PageBuilder(rowType);
    }

    /** Adds a row of Strings, Integers and nulls. */
    MetadataRows row(Object... values) {
        for (int i = 0; i < rowType.size(); i++) {
            Object value = i < values.length ? values[i] : null;
            if (value == null) {
                builder.column(i).appendNull();
            } else if (value instanceof String) {
                ((BytesColumnBuilder) builder.column(i)).append((String) value);
            } else {
                ((IntColumnBuilder) builder.column(i)).append((Integer) value);
            }
        }
        builder.endRow();
        if (builder.isFull()) {
            pages.add(builder.build());
        }
        return this;
    }

    Cursor cursor() {
        if (!builder.isEmpty()) {
            pages.add(builder.build());
        }
        return new Rows(rowType, List.copyOf(pages));
    }

    private record Rows(RowType rowType, List<Page> pages) implements Cursor {
        @Override
        public Fetched fetch(int maxRows, Duration wait) {
            return new Fetched(pages, true);
        }

        @Override
        public void close() {
            // rows in memory hold nothing
        }
    }
}
