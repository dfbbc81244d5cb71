package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.TableRelation;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.query.ClockUse;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.batch.Published;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.AddColumn;
import io.millrace.sql.tree.element.PhysicalColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A column that a table gets behind the others: the rows that are there get its DEFAULT, the same for all, or NULL. */
final class AddedColumn {

    private static final String ROWS = "$rows";

    private final Services services;
    private final Run run;
    private final AddColumn statement;
    private final PhysicalColumn column;
    private final Field field;

    AddedColumn(Services services, Run run, AddColumn statement) {
        this.services = services;
        this.run = run;
        this.statement = statement;
        if (statement.elements().size() != 1
                || !(statement.elements().get(0) instanceof PhysicalColumn physical)
                || physical.primaryKey()
                || physical.identity().isPresent()) {
            throw At.unsupported(
                    statement,
                    "ADD COLUMN takes a name, a type, NOT NULL and DEFAULT; write CREATE OR REPLACE TABLE for more");
        }
        this.column = physical;
        this.field =
                new Field(Written.name(physical.name()).text(), services.plans().type(physical), physical.nullable());
    }

    void check(TableRelation table) {
        Written name = Written.name(column.name());
        if (table.rowType().indexOf(field.name()).isPresent()) {
            throw At.error(ErrorCode.COLUMN_ALREADY_EXISTS, name, "column \"" + field.name() + "\" exists already");
        }
        if (!field.nullable() && column.defaultValue().isEmpty()) {
            throw At.error(
                    ErrorCode.NULL_NOT_ALLOWED,
                    name,
                    "column \"" + field.name()
                            + "\" is NOT NULL, but rows that are there would have no value; give it a" + " DEFAULT");
        }
    }

    /** The column as it is written. */
    String text() {
        return Written.node(column).text();
    }

    /** Makes rows with the column of those without. */
    UnaryOperator<Page> values(Catalog catalog) {
        Column value = value(catalog);
        if (!field.nullable() && value.isNull(0)) {
            throw At.error(
                    ErrorCode.NULL_NOT_ALLOWED,
                    Written.name(column.name()),
                    "column \"" + field.name() + "\" is NOT NULL, but its DEFAULT is NULL");
        }
        return page -> {
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < page.columnCount(); i++) {
                columns.add(page.column(i));
            }
            columns.add(value.gather(new int[page.size()], page.size()));
            return new Page(page.size(), columns.toArray(Column[]::new), page.weights());
        };
    }

    private Column value(Catalog catalog) {
        RowType rowType = RowType.of(new Field(field.name(), field.type(), true));
        PageBuilder none = new PageBuilder(rowType);
        none.column(0).appendNull();
        none.endRow();
        Page empty = none.build();
        if (column.defaultValue().isEmpty()) {
            return empty.column(0);
        }
        String text =
                services.plans().defaultText(column, field, services.plans().functions(catalog));
        Expression expression = services.plans().defaultValue(text, field, catalog);
        Source source = new Source(ROWS, List.of(0), rowType, true);
        Project root = new Project(source, List.of(expression), rowType);
        if (ClockUse.in(root)) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    Written.name(column.name()),
                    "the DEFAULT of a column that is added cannot be the present time; write a constant");
        }
        Published at = services.driver().published();
        List<Page> result = new ArrayList<>();
        services.driver()
                .read(
                        new Query("statement " + run.execution().id(), Query.Output.RESULT, root, Optional.empty()),
                        at,
                        name -> new RowsSnapshot(List.of(empty)),
                        page -> {
                            result.add(page);
                            return true;
                        },
                        run.execution(),
                        run.execution().memory());
        return result.stream()
                .filter(page -> page.size() > 0)
                .findFirst()
                .orElseThrow()
                .column(0);
    }
}
