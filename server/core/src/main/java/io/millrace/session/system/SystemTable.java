package io.millrace.session.system;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.session.rows.RowList;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One system relation.
 *
 * @param subject the column with the name of a relation or sink: who may not see that does not see the row; negative when there is none
 * @param rows adds the rows as they are now
 */
public record SystemTable(
        RelationName name, RowType rowType, String remarks, int subject, BiConsumer<RowList, Viewer> rows) {

    /** The rows as they are now. */
    public List<Page> pages(Viewer viewer) {
        RowList list = new RowList(rowType);
        rows.accept(list, viewer);
        return subject < 0 || viewer.rights().isAll() ? list.pages() : seen(list.pages(), viewer);
    }

    private List<Page> seen(List<Page> pages, Viewer viewer) {
        List<Page> seen = new ArrayList<>();
        for (Page page : pages) {
            BytesColumn names = (BytesColumn) page.column(subject);
            int[] rows = IntStream.range(0, page.size())
                    .filter(row -> viewer.rights().sees(relation(page, names, row, viewer.catalog())))
                    .toArray();
            if (rows.length > 0) {
                seen.add(page.gather(rows, rows.length));
            }
        }
        return seen;
    }

    /** The schema stands before the name, or belongs to it. */
    private RelationName relation(Page page, BytesColumn names, int row, Catalog catalog) {
        boolean apart = name.schema().equals(RelationName.INFORMATION_SCHEMA);
        return apart
                ? new RelationName(((BytesColumn) page.column(subject - 1)).text(row), names.text(row))
                : catalog.name(names.text(row));
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
        private int subject = -1;

        /** The name of a relation or sink, which not everybody may see. */
        Columns relation(String name) {
            subject = fields.size();
            return text(name);
        }

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

        Columns optionalFraction(String name) {
            return add(name, Type.DOUBLE, true);
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
            return new SystemTable(new RelationName(schema, name), new RowType(fields), remarks, subject, rows);
        }
    }
}
