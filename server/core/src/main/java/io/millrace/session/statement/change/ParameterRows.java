package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.session.ParameterColumns;
import io.millrace.session.ParameterLists;
import io.millrace.session.rows.RowList;
import io.millrace.session.statement.Plans;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The rows of {@code INSERT … VALUES (?, ?, …)}, made without planning a query. */
final class ParameterRows {

    private final InsertTarget target;
    private final int[] columns;
    private final List<Integer> omitted;
    private final RowList rows;

    /** @param statement one that was checked against the catalog and {@link InsertStatement#isParameterRow} */
    private ParameterRows(InsertStatement statement, InsertTarget target) {
        this.target = target;
        this.columns = statement.columns().isEmpty()
                ? IntStream.range(0, target.rowType().size()).toArray()
                : Written.names(statement.columns()).stream()
                        .mapToInt(name -> target.rowType().indexOf(name.text()).orElseThrow())
                        .toArray();
        this.omitted = IntStream.range(0, target.rowType().size())
                .filter(column -> IntStream.of(columns).noneMatch(given -> given == column)
                        && defaultOf(column).isPresent())
                .boxed()
                .toList();
        RowType given = new RowType(IntStream.range(0, target.rowType().size())
                .mapToObj(column -> {
                    Field field = target.rowType().field(column);
                    return omitted.contains(column) || target.identity().equals(OptionalInt.of(column))
                            ? new Field(field.name(), field.type(), true)
                            : field;
                })
                .toList());
        this.rows = new RowList(given, "parameter");
    }

    private Optional<String> defaultOf(int column) {
        String name = target.rowType().field(column).name();
        return target.columns().stream()
                .filter(declared -> declared.field().name().equals(name))
                .findFirst()
                .flatMap(DeclaredColumn::defaultValue);
    }

    /** The rows of all lists. */
    static ParameterRows of(InsertStatement statement, InsertTarget target, ParameterLists lists) {
        List<ParameterColumns> columns = lists.columns();
        if (!columns.isEmpty()) {
            ParameterRows rows = new ParameterRows(statement, target);
            if (columns.stream().allMatch(rows::add)) {
                return rows;
            }
        }
        ParameterRows rows = new ParameterRows(statement, target);
        lists.forEach(rows::add);
        return rows;
    }

    /** False when a value is none of its column. */
    private boolean add(ParameterColumns lists) {
        Plans.checkCount(columns.length, lists.parameters());
        return rows.add(lists, columns);
    }

    private void add(List<Object> parameters) {
        Plans.checkCount(columns.length, parameters.size());
        Object[] values = new Object[target.rowType().size()];
        for (int i = 0; i < columns.length; i++) {
            values[columns[i]] = parameters.get(i);
        }
        rows.add(values);
    }

    /** The rows; columns that were not named get their DEFAULT. */
    List<Page> pages(Plans plans, Catalog catalog, DeclaredRows declared, Numbering numbering) {
        List<Page> pages = rows.pages();
        if (omitted.isEmpty()) {
            return pages.stream().map(numbering::checked).toList();
        }
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < target.rowType().size(); i++) {
            Field field = target.rowType().field(i);
            expressions.add(
                    omitted.contains(i)
                            ? plans.defaultValue(defaultOf(i).orElseThrow(), field, catalog)
                            : new ColumnReference(i, field.type(), field.nullable()));
        }
        return declared.projected(pages, expressions).stream()
                .map(numbering::checked)
                .toList();
    }
}
