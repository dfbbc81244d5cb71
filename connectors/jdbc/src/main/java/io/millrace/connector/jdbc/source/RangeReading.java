package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads one range of a table in the order of its key. Rows that nothing tells apart are handed over all at once, since reading could
 * not go on between them.
 */
final class RangeReading {

    private static final int MOST_WITHOUT_KEY = 1_000_000;

    private final String partition;
    private final int index;
    private volatile RangePlace place;

    /** @param index of the range among all */
    RangeReading(int index, RangePlace place) {
        this.index = index;
        this.place = place;
        this.partition = (index + 1) + " of " + (place.borders().size() + 1);
    }

    String partition() {
        return partition;
    }

    RangePlace place() {
        return place;
    }

    /** Reads what is left, in the transaction of a connection, which sees all of it at one time. */
    void read(
            Connection connection,
            ReadRelation relation,
            List<TargetColumn> key,
            ReadColumns columns,
            int fetchSize,
            Receiver receiver)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql(relation, key, columns))) {
            select.setFetchSize(fetchSize);
            bind(select);
            try (ResultSet rows = select.executeQuery()) {
                if (key.isEmpty()) {
                    readAll(rows, columns, receiver);
                } else {
                    readByKey(rows, key, columns, receiver);
                }
            }
        }
        receiver.ended(partition);
    }

    private String sql(ReadRelation relation, List<TargetColumn> key, ReadColumns columns) {
        List<String> names = key.stream().map(relation::quoted).toList();
        List<String> conditions = new ArrayList<>();
        if (index > 0) {
            conditions.add(names.get(0) + " >= ?");
        }
        if (index < place.borders().size()) {
            conditions.add(names.get(0) + " < ?");
        }
        if (!place.key().isEmpty()) {
            conditions.add(
                    row(names) + " > " + row(names.stream().map(name -> "?").toList()));
        }
        List<String> selected = new ArrayList<>(List.of(columns.list(relation)));
        selected.addAll(names);
        return "SELECT " + String.join(", ", selected) + " FROM " + relation.from()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + (names.isEmpty() ? "" : " ORDER BY " + String.join(", ", names));
    }

    private static String row(List<String> values) {
        return values.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private void bind(PreparedStatement select) throws SQLException {
        int parameter = 1;
        if (index > 0) {
            select.setLong(parameter++, place.borders().get(index - 1));
        }
        if (index < place.borders().size()) {
            select.setLong(parameter++, place.borders().get(index));
        }
        for (OrderValue value : place.key()) {
            select.setObject(parameter++, value.value());
        }
    }

    private void readByKey(ResultSet rows, List<TargetColumn> key, ReadColumns columns, Receiver receiver)
            throws SQLException {
        PageBuilder page = columns.page();
        HeldRejects rejects = new HeldRejects();
        long count = place.count();
        while (rows.next()) {
            columns.read(rows, page, count, rejects);
            count++;
            if (page.isFull() || rejects.isFull()) {
                RangePlace reached = new RangePlace(count, false, place.borders(), values(rows, key, columns.count()));
                give(ReadColumns.pages(page), rejects, reached, receiver);
            }
        }
        give(ReadColumns.pages(page), rejects, new RangePlace(count + 1, true, place.borders(), place.key()), receiver);
    }

    /** The key of the current row, which stands behind some other columns. */
    private static List<OrderValue> values(ResultSet row, List<TargetColumn> key, int before) throws SQLException {
        List<OrderValue> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            OrderValue value = OrderValue.read(row, before + i + 1, key.get(i));
            if (value.value() == null) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + key.get(i).name() + "\" of option 'key' is NULL in a row, behind which reading"
                                + " could not go on; name columns that never are");
            }
            values.add(value);
        }
        return values;
    }

    private void readAll(ResultSet rows, ReadColumns columns, Receiver receiver) throws SQLException {
        PageBuilder page = columns.page();
        List<Page> pages = new ArrayList<>();
        HeldRejects rejects = new HeldRejects();
        long count = 0;
        while (rows.next()) {
            columns.read(rows, page, count, rejects);
            if (++count > MOST_WITHOUT_KEY) {
                throw new MillraceException(
                        ErrorCode.SOURCE_FAILED,
                        "more than " + MOST_WITHOUT_KEY
                                + " rows have nothing that tells them apart; name columns that do with"
                                + " option 'key'");
            }
            if (page.isFull()) {
                pages.addAll(ReadColumns.pages(page));
            }
        }
        pages.addAll(ReadColumns.pages(page));
        give(pages, rejects, new RangePlace(count + 1, true, place.borders(), List.of()), receiver);
    }

    private void give(List<Page> pages, HeldRejects rejects, RangePlace reached, Receiver receiver) {
        receiver.accept(partition, pages, reached.offset());
        place = reached;
        rejects.passOn(receiver);
    }
}
