package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ConflictRule;
import io.millrace.catalog.TableRelation;
import io.millrace.session.statement.At;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says for an INSERT that does not what becomes of rows whose key is there already, as its table has it. */
public final class DefaultConflict {

    private DefaultConflict() {}

    /** The statement, with ON CONFLICT when its table asks for that. */
    public static InsertStatement of(InsertStatement statement, Catalog catalog) {
        return table(statement, catalog)
                .map(table -> statement.onConflict(
                        table.onConflict() == ConflictRule.UPDATE ? named(statement, table) : List.of()))
                .orElse(statement);
    }

    private static Optional<TableRelation> table(InsertStatement statement, Catalog catalog) {
        return statement.onConflict().isPresent()
                        || Written.name(statement.target()).parts().size() > 2
                ? Optional.empty()
                : catalog.find(At.relation(Written.name(statement.target())))
                        .filter(TableRelation.class::isInstance)
                        .map(TableRelation.class::cast)
                        .filter(table -> table.onConflict() != ConflictRule.FAIL);
    }

    /** The columns that get values, but for those of the key. */
    private static List<String> named(InsertStatement statement, TableRelation table) {
        Set<String> key = table.primaryKey().stream()
                .map(column -> lower(table.rowType().field(column).name()))
                .collect(Collectors.toSet());
        Set<String> given = Written.names(statement.columns()).stream()
                .map(written -> lower(written.parts().get(written.parts().size() - 1)))
                .collect(Collectors.toSet());
        return table.columns().stream()
                .filter(column -> column.isInsertable() && column.identity().isEmpty())
                .map(column -> column.field().name())
                .filter(name -> !key.contains(lower(name)) && (given.isEmpty() || given.contains(lower(name))))
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
