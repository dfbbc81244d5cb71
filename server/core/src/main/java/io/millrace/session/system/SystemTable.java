package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.session.rows.RowList;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * One system relation.
 *
 * @param rows adds the rows as they are now
 */
public record SystemTable(RelationName name, RowType rowType, String remarks, BiConsumer<RowList, Viewer> rows) {

    /** The rows as they are now. */
    public List<Page> pages(Viewer viewer) {
        RowList list = new RowList(rowType);
        rows.accept(list, viewer);
        return list.pages();
    }

    RelationSnapshot snapshot(Viewer viewer) {
        return new Rows(pages(viewer));
    }

    private record Rows(List<Page> pages) implements RelationSnapshot {

        @Override
        public void read(int[] columns, Predicate<Page> reader) {
            for (Page page : pages) {
                if (!reader.test(page.project(columns))) {
                    return;
                }
            }
        }

        @Override
        public long rows() {
            return pages.stream().mapToLong(Page::size).sum();
        }
    }

    static Columns columns() {
        return new Columns();
    }

    /** Lists the columns of a system relation. */
    static final class Columns {

        private final List<Field> fields = new ArrayList<>();

        Columns text(String name) {
            return add(name, Type.VARCHAR, false);
        }

        Columns optionalText(String name) {
            return add(name, Type.VARCHAR, true);
        }

        Columns number(String name) {
            return add(name, Type.BIGINT, false);
        }

        Columns fraction(String name) {
            return add(name, Type.DOUBLE, false);
        }

        Columns integer(String name) {
            return add(name, Type.INTEGER, true);
        }

        Columns optionalNumber(String name) {
            return add(name, Type.BIGINT, true);
        }

        Columns time(String name) {
            return add(name, Type.TIMESTAMP, true);
        }

        private Columns add(String name, Type type, boolean nullable) {
            fields.add(new Field(name, type, nullable));
            return this;
        }

        SystemTable in(String schema, String name, String remarks, BiConsumer<RowList, Viewer> rows) {
            return new SystemTable(new RelationName(schema, name), new RowType(fields), remarks, rows);
        }
    }
}
