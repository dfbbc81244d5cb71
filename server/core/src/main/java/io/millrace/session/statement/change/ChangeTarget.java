package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.TableRelation;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.statement.At;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import java.util.Optional;

/**
 * A table whose rows statements change.
 *
 * @param insert how rows that come are checked
 */
record ChangeTarget(TableRelation table, InsertTarget insert) {

    /**
     * The table of that name; fails when its rows cannot be changed.
     *
     * @param statement how the statement begins, for errors
     */
    static ChangeTarget of(Written place, String statement, Catalog catalog) {
        Relation relation = catalog.find(At.relation(place))
                .orElseThrow(() -> At.error(ErrorCode.RELATION_NOT_FOUND, place, catalog.notFound(place.text())));
        if (!(relation instanceof TableRelation table)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    place,
                    "\"" + relation.name() + "\" is a " + relation.kind() + remedy(relation.kind(), statement));
        }
        if (table.feed() != Feed.INSERT) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    place,
                    "\"" + relation.name() + "\" is fed by its connector; " + statement
                            + " works on tables that are created without connector");
        }
        if (table.watermark().isPresent()) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    place,
                    "\"" + relation.name() + "\" has a WATERMARK and keeps the versions of its rows, which " + statement
                            + " cannot change; INSERT a new version");
        }
        return new ChangeTarget(table, InsertTarget.of(place, catalog));
    }

    static ChangeTarget of(Changing changing, Catalog catalog) {
        ChangeTarget target = of(changing.target(), changing.word(), catalog);
        if (changing.needsKey() && target.table().primaryKey().isEmpty()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    changing.target(),
                    changing.word() + " needs a table with a PRIMARY KEY; \"" + target.name() + "\" has none");
        }
        return target;
    }

    private static String remedy(String kind, String statement) {
        return switch (kind) {
            case "stream" -> ", whose rows are never changed; " + statement + " works on tables (CREATE TABLE)";
            case "view", "materialized view" -> "; " + statement + " works on the tables that it reads";
            default -> "; " + statement + " works on tables (CREATE TABLE)";
        };
    }

    /** A change of the rows with one key, for which these are looked up. */
    Optional<KeyedPlan> keyed(PlannedQuery planned) {
        return KeyedPlan.of(planned, name(), table.rowType(), table.primaryKey());
    }

    String name() {
        return table.name().toString();
    }
}
