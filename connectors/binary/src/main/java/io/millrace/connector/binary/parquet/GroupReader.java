package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/** Reads row groups: of each the columns asked for, and those that have to be looked at because of what they may hold. */
final class GroupReader implements BlockFormat.Reader {

    private static final int NOT_ASKED = -1;

    private final FileChannel channel;
    private final ParquetFooter footer;
    private final FileColumns columns;
    private final int[] asked;
    private final long from;
    private final long to;
    private final RejectedRows rejected;
    private final PageBuilder builder;
    private final Refusals refusals = new Refusals();

    private int group = -1;
    private List<LeafReader> readers = List.of();
    private List<ColumnBuilder> missing = List.of();
    private long inGroup;
    private long rows;
    /** How many rows of the file come before the group. */
    private long before;

    private Page page;
    private long[] positions;

    GroupReader(
            FileChannel channel,
            ParquetFooter footer,
            FileColumns columns,
            int[] asked,
            long from,
            long to,
            RejectedRows rejected) {
        this.channel = channel;
        this.footer = footer;
        this.columns = columns;
        this.asked = asked;
        this.from = from;
        this.to = to;
        this.rejected = rejected;
        this.builder = new PageBuilder(Arrays.stream(asked)
                .mapToObj(column -> columns.field(column).type())
                .toList());
    }

    @Override
    public boolean advance() throws IOException {
        try {
            while (inGroup < rows || nextGroup()) {
                if (readPage()) {
                    return true;
                }
            }
            page = null;
            return false;
        } catch (MillraceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("row group " + (group + 1) + " is damaged: " + e.getMessage(), e);
        }
    }

    private boolean nextGroup() {
        do {
            if (group >= 0) {
                before += footer.file().getRow_groups().get(group).getNum_rows();
            }
            group++;
            if (group == footer.groups() || footer.start(group) >= to) {
                group--;
                rows = 0;
                inGroup = 0;
                return false;
            }
        } while (footer.start(group) < from);
        begin(footer.file().getRow_groups().get(group));
        return true;
    }

    private void begin(RowGroup found) {
        rows = found.getNum_rows();
        inGroup = 0;
        readers = new ArrayList<>();
        missing = new ArrayList<>();
        for (int column = 0; column < columns.count(); column++) {
            Optional<Leaf> leaf = columns.leaf(column);
            int place = place(column);
            ColumnBuilder target = place == NOT_ASKED ? null : builder.column(place);
            if (leaf.isEmpty()) {
                if (target != null) {
                    missing.add(target);
                }
                continue;
            }
            Field field = columns.field(column);
            ColumnMetaData chunk = found.getColumns().get(leaf.get().chunk()).getMeta_data();
            if (target != null || mayRefuse(leaf.get(), field, chunk)) {
                readers.add(new LeafReader(channel, leaf.get(), field, chunk, target, refusals));
            }
        }
    }

    private int place(int column) {
        for (int place = 0; place < asked.length; place++) {
            if (asked[place] == column) {
                return place;
            }
        }
        return NOT_ASKED;
    }

    private static boolean mayRefuse(Leaf leaf, Field field, ColumnMetaData chunk) {
        boolean full = leaf.definition() == 0
                || field.nullable()
                || (!leaf.isList()
                        && chunk.isSetStatistics()
                        && chunk.getStatistics().isSetNull_count()
                        && chunk.getStatistics().getNull_count() == 0);
        boolean elements = !leaf.isList() || leaf.value(field).nullable();
        return !full
                || !elements
                || !LeafValues.of(leaf, leaf.value(field), null).safe();
    }

    /** Reads some rows; whether any of them is left. */
    private boolean readPage() throws IOException {
        int count = (int) Math.min(Page.MAX_ROWS, rows - inGroup);
        for (LeafReader reader : readers) {
            reader.read(count);
        }
        for (ColumnBuilder column : missing) {
            for (int row = 0; row < count; row++) {
                column.appendNull();
            }
        }
        for (int row = 0; row < count; row++) {
            builder.endRow();
        }
        long first = footer.start(group) + inGroup;
        page = builder.build();
        positions = new long[count];
        for (int row = 0; row < count; row++) {
            positions[row] = first + row;
        }
        if (!refusals.isEmpty()) {
            refusals.report(first, before + inGroup + 1, rejected);
            positions = Arrays.stream(refusals.others(count))
                    .mapToLong(row -> first + row)
                    .toArray();
            page = refusals.without(page);
            refusals.clear();
        }
        inGroup += count;
        return page.size() > 0;
    }

    @Override
    public Page page() {
        return page;
    }

    @Override
    public long[] positions() {
        return positions;
    }
}
