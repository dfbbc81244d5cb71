package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CheckConstraint;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.session.statement.At;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;
import java.util.OptionalInt;

/**
 * A stream or table that takes rows by INSERT.
 *
 * @param columns all that are declared
 * @param rowType the columns of the rows that it takes
 * @param checks what all rows have to fulfil
 * @param dropping what rows have to fulfil that are not to be dropped
 */
public record InsertTarget(
        Relation relation,
        List<DeclaredColumn> columns,
        RowType rowType,
        List<CheckConstraint> checks,
        List<CheckConstraint> dropping,
        Written place) {

    public String name() {
        return relation.name().toString();
    }

    /** The target of a statement; fails when it takes no rows by INSERT. */
    public static InsertTarget of(InsertStatement statement, Catalog catalog) {
        return of(Written.name(statement.target()), catalog);
    }

    static InsertTarget of(Written place, Catalog catalog) {
        Relation relation = catalog.find(At.relation(place))
                .orElseThrow(() -> At.error(ErrorCode.RELATION_NOT_FOUND, place, catalog.notFound(place.text())));
        if (relation instanceof StreamRelation stream) {
            return of(relation, stream.feed(), stream.columns(), stream.checks(), place);
        }
        if (relation instanceof TableRelation table) {
            return of(relation, table.feed(), table.columns(), table.checks(), place);
        }
        throw refused(relation, "is a " + relation.kind(), place);
    }

    private static InsertTarget of(
            Relation relation, Feed feed, List<DeclaredColumn> columns, List<CheckConstraint> checks, Written place) {
        return switch (feed) {
            case INSERT ->
                new InsertTarget(
                        relation,
                        columns,
                        new RowType(columns.stream()
                                .filter(DeclaredColumn::isInsertable)
                                .map(DeclaredColumn::field)
                                .toList()),
                        checks.stream()
                                .filter(CheckConstraint::refusesStatements)
                                .toList(),
                        checks.stream().filter(CheckConstraint::dropsRows).toList(),
                        place);
            case CONNECTOR, LOOKUP -> throw refused(relation, "is fed by its connector", place);
            case QUERY -> throw refused(relation, "is fed by a query", place);
        };
    }

    private static RuntimeException refused(Relation relation, String reason, Written place) {
        return At.error(
                ErrorCode.RELATION_WRONG_KIND,
                place,
                "\"" + relation.name() + "\" " + reason
                        + "; INSERT works on streams and tables that are created without connector");
    }

    /** The column that the server numbers, among those that rows bring with them. */
    OptionalInt identity() {
        return columns.stream()
                .filter(column -> column.identity().isPresent())
                .findFirst()
                .map(column -> rowType.indexOf(column.field().name()))
                .orElse(OptionalInt.empty());
    }

    /** The page as the target stores it; refuses nulls where a column must not be null, and text that is too long. */
    Page checked(Page page) {
        refuseNulls(page);
        Column[] columns = new Column[rowType.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = page.column(i);
            Field field = rowType.field(i);
            if (field.type().kind() == TypeKind.CHAR || field.type().kind() == TypeKind.VARCHAR) {
                columns[i] = new StoredText(field, place).checked((BytesColumn) page.column(i), page.size());
            }
        }
        return new Page(page.size(), columns, page.weights());
    }

    private void refuseNulls(Page page) {
        for (int i = 0; i < rowType.size(); i++) {
            Field field = rowType.field(i);
            long[] nulls = page.column(i).nulls();
            for (int row = 0; !field.nullable() && nulls != null && row < page.size(); row++) {
                if (NullMask.isNull(nulls, row)) {
                    throw At.error(
                            ErrorCode.NULL_NOT_ALLOWED, place, "column \"" + field.name() + "\" must not be null");
                }
            }
        }
    }
}
