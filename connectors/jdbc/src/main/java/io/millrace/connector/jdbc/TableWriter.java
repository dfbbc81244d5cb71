package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.ColumnValues;
import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.connector.jdbc.database.TargetTable;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the rows of batches to a table, which fits them. */
final class TableWriter {

    private static final int ROWS_PER_TRIP = 1_000;

    private final ColumnValues[] columns;
    private final Optional<int[]> key;
    private final String write;
    private final String delete;

    private TableWriter(ColumnValues[] columns, Optional<int[]> key, String write, String delete) {
        this.columns = columns;
        this.key = key;
        this.write = write;
        this.delete = delete;
    }

    /** @throws MillraceException which names the column that does not fit */
    static TableWriter of(RowType rowType, SinkOptions options, TargetTable table) {
        List<TargetColumn> targets = new ArrayList<>();
        for (Field field : rowType.fields()) {
            targets.add(target(field, options, table));
        }
        checkOthers(options, table, targets);
        options.key().ifPresent(key -> checkKey(key, options, table, targets));
        ColumnValues[] columns = new ColumnValues[targets.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnValues(rowType.type(i), targets.get(i));
        }
        List<String> names = targets.stream().map(table::quoted).toList();
        String values = Arrays.stream(columns).map(ColumnValues::placeholder).collect(Collectors.joining(", "));
        List<String> keyNames = options.key().stream()
                .flatMapToInt(Arrays::stream)
                .mapToObj(names::get)
                .toList();
        String insert = "INSERT INTO " + table.name() + " (" + String.join(", ", names) + ") VALUES (" + values + ")";
        return new TableWriter(
                columns,
                options.key(),
                keyNames.isEmpty() ? insert : options.database().upsert(table.name(), names, keyNames, values),
                "DELETE FROM " + table.name() + " WHERE "
                        + keyNames.stream().map(name -> name + " = ?").collect(Collectors.joining(" AND ")));
    }

    private static TargetColumn target(Field field, SinkOptions options, TargetTable table) {
        TargetColumn target = table.column(field.name())
                .orElseThrow(() -> invalid(options, "has no column \"" + field.name() + "\", which the query gives"));
        if (target.generated()) {
            throw invalid(options, "computes its column \"" + target.name() + "\" itself; leave it out of the query");
        }
        if (!ColumnFit.fits(field, target, options.database())) {
            throw invalid(
                    options,
                    "has a column \"" + target.name() + "\" of type " + target.typeName() + ", which cannot hold every "
                            + field.type().sql() + "; change it, or CAST the column of the query");
        }
        return target;
    }

    private static void checkOthers(SinkOptions options, TargetTable table, List<TargetColumn> targets) {
        table.columns().stream()
                .filter(column -> column.required() && !targets.contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw invalid(
                            options,
                            "has a column \"" + column.name()
                                    + "\" that must not be NULL and has no default, but the query"
                                    + " does not give it");
                });
    }

    private static void checkKey(int[] key, SinkOptions options, TargetTable table, List<TargetColumn> targets) {
        Set<String> names = Arrays.stream(key)
                .mapToObj(column -> targets.get(column).name())
                .collect(Collectors.toSet());
        if (!table.uniqueKeys().contains(names)) {
            throw invalid(
                    options,
                    "has no primary key or unique index of just the columns "
                            + names.stream().sorted().toList()
                            + ", by which rows are to be replaced; create one, or name other columns with option 'key'");
        }
    }

    private static MillraceException invalid(SinkOptions options, String text) {
        return new MillraceException(
                ErrorCode.INVALID_DEFINITION, "option 'table': table \"" + options.table() + "\" " + text);
    }

    /** Writes rows; the caller commits. */
    void write(Connection connection, List<Page> pages) throws SQLException {
        RowChanges changes = new RowChanges(pages, columns);
        if (key.isEmpty()) {
            run(connection, write, changes.added(), columns);
            return;
        }
        List<List<Object>> gone = new ArrayList<>();
        List<List<Object>> there = new ArrayList<>();
        changes.byKey(key.get()).forEach((values, row) -> {
            if (row == null) {
                gone.add(values);
            } else {
                there.add(row);
            }
        });
        ColumnValues[] keys =
                Arrays.stream(key.get()).mapToObj(column -> columns[column]).toArray(ColumnValues[]::new);
        run(connection, delete, gone, keys);
        run(connection, write, there, columns);
    }

    private static void run(Connection connection, String sql, List<List<Object>> rows, ColumnValues[] columns)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (List<Object> row : rows) {
                for (int i = 0; i < columns.length; i++) {
                    columns[i].bind(statement, i + 1, row.get(i));
                }
                statement.addBatch();
                if (++waiting == ROWS_PER_TRIP) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }
}
