package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The declared columns of a relation, as the first columns of results. */
public final class ReadColumns {

    private final RowType rowType;
    private final List<CellReader> readers;

    public ReadColumns(List<SourceColumn> columns) {
        rowType = new RowType(columns.stream().map(SourceColumn::field).toList());
        readers = rowType.fields().stream().map(CellReader::of).toList();
    }

    /**
     * Looks at what is declared.
     *
     * @throws MillraceException when a column can never be read
     */
    public static void checkDeclared(String connector, List<SourceColumn> columns) {
        for (SourceColumn column : columns) {
            String name = "column \"" + column.field().name() + "\"";
            if (column.metadata().isPresent()) {
                throw invalid(name + ": connector '" + connector + "' has no metadata");
            }
            switch (column.field().type().kind()) {
                case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP ->
                    throw invalid(name + " is a " + column.field().type().sql()
                            + ", which cannot be read of a database; declare it VARCHAR");
                default -> {}
            }
        }
    }

    /** The declared columns in the database's names, with commas between them. */
    public String list(ReadRelation relation) {
        return rowType.fields().stream()
                .map(field -> relation.quoted(found(field, relation)))
                .collect(Collectors.joining(", "));
    }

    private static TargetColumn found(Field field, ReadRelation relation) {
        TargetColumn column = relation.column(field.name());
        if (!CellReader.fits(field.type(), column)) {
            throw invalid("column \"" + field.name() + "\" of " + relation.what() + " is a " + column.typeName()
                    + ", which a " + field.type().sql()
                    + " cannot hold; declare it otherwise, VARCHAR takes all but bytes");
        }
        return column;
    }

    private static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.INVALID_DEFINITION, text);
    }

    int count() {
        return readers.size();
    }

    PageBuilder page() {
        return new PageBuilder(rowType);
    }

    /**
     * Adds the current row to a page, or reports why that is not possible.
     *
     * @param position of the row in its partition
     */
    void read(ResultSet row, PageBuilder page, long position, RejectedRows rejected) throws SQLException {
        try {
            for (int column = 0; column < readers.size(); column++) {
                readers.get(column).read(row, column + 1, page.column(column));
            }
            page.endRow();
        } catch (CellReader.UnfitException e) {
            page.abandonRow();
            byte[] raw = text(row).getBytes(StandardCharsets.UTF_8);
            rejected.reject(raw, 0, raw.length, position, ErrorCode.INVALID_RECORD, e.getMessage());
        }
    }

    /** The declared columns of the current row, also those that cannot be used. */
    String text(ResultSet row) throws SQLException {
        StringJoiner text = new StringJoiner("|");
        for (int column = 1; column <= readers.size(); column++) {
            text.add(String.valueOf(row.getString(column)));
        }
        return text.toString();
    }

    /** Pages as they are handed over: none when there are no rows. */
    static List<Page> pages(PageBuilder builder) {
        return builder.isEmpty() ? List.of() : List.of(builder.build());
    }
}
