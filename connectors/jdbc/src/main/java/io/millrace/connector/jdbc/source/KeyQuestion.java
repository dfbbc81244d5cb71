package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.ColumnValues;
import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements that ask for the rows of many keys. There are few numbers of parameters, so that databases plan few statements. */
final class KeyQuestion {

    private static final int[] KEYS_AT_A_TIME = {1, 20, 500};

    private final ReadColumns columns;
    private final List<ColumnValues> keys;
    private final int[] places;
    private final String beginning;

    private KeyQuestion(ReadColumns columns, List<ColumnValues> keys, int[] places, String beginning) {
        this.columns = columns;
        this.keys = keys;
        this.places = places;
        this.beginning = beginning;
    }

    static KeyQuestion of(ReadRelation relation, LookupDefinition definition, ReadColumns columns) {
        List<ColumnValues> keys = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int key : definition.keys()) {
            TargetColumn column =
                    relation.column(definition.columns().get(key).field().name());
            keys.add(new ColumnValues(definition.columns().get(key).field().type(), column));
            names.add(relation.quoted(column));
        }
        return new KeyQuestion(
                columns,
                keys,
                definition.keys().stream().mapToInt(Integer::intValue).toArray(),
                "SELECT " + columns.list(relation) + " FROM " + relation.from() + " WHERE (" + String.join(", ", names)
                        + ") IN ");
    }

    private String sql(int size) {
        String one = keys.stream().map(ColumnValues::placeholder).collect(Collectors.joining(", ", "(", ")"));
        return beginning + IntStream.range(0, size).mapToObj(i -> one).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The rows of each key; none of the keys has a NULL. */
    Map<List<Object>, List<FoundRows.Row>> ask(Connection connection, List<List<Object>> wanted) throws SQLException {
        Map<List<Object>, List<FoundRows.Row>> found = new HashMap<>();
        wanted.forEach(key -> found.put(key, new ArrayList<>()));
        int from = 0;
        while (from < wanted.size()) {
            int size = size(wanted.size() - from);
            try (PreparedStatement select = connection.prepareStatement(sql(size))) {
                for (; from < wanted.size() && size(wanted.size() - from) == size; from += size) {
                    bind(select, size, wanted, from);
                    try (ResultSet rows = select.executeQuery()) {
                        read(rows, found);
                    }
                }
            }
        }
        return found;
    }

    private static int size(int left) {
        return Arrays.stream(KEYS_AT_A_TIME)
                .filter(size -> size >= left)
                .findFirst()
                .orElse(KEYS_AT_A_TIME[KEYS_AT_A_TIME.length - 1]);
    }

    /** Gives some keys to the statement; the last one again where there are too few. */
    private void bind(PreparedStatement select, int size, List<List<Object>> wanted, int from) throws SQLException {
        int parameter = 1;
        for (int i = 0; i < size; i++) {
            List<Object> key = wanted.get(Math.min(from + i, wanted.size() - 1));
            for (int column = 0; column < keys.size(); column++) {
                keys.get(column).bind(select, parameter++, key.get(column));
            }
        }
    }

    private void read(ResultSet rows, Map<List<Object>, List<FoundRows.Row>> found) throws SQLException {
        PageBuilder page = columns.page();
        while (rows.next()) {
            columns.read(rows, page, 0, KeyQuestion::refuse);
            if (page.isFull()) {
                add(page.build(), found);
            }
        }
        if (!page.isEmpty()) {
            add(page.build(), found);
        }
    }

    private static void refuse(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        throw new MillraceException(
                ErrorCode.INVALID_RECORD,
                "the row " + new String(raw, start, length, StandardCharsets.UTF_8) + " cannot be used: " + reason);
    }

    private void add(Page page, Map<List<Object>, List<FoundRows.Row>> found) {
        for (int row = 0; row < page.size(); row++) {
            Object[] key = new Object[keys.size()];
            for (int column = 0; column < key.length; column++) {
                key[column] = keys.get(column).value(page.column(places[column]), row);
            }
            List<FoundRows.Row> rows = found.get(Arrays.asList(key));
            if (rows != null) {
                rows.add(new FoundRows.Row(page, row));
            }
        }
    }
}
