package io.millrace.session.local;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.session.WantedColumns;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.At;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.Returned;
import io.millrace.sql.tree.change.UpdateStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a RETURNING behind a statement whose client wants to know columns of the rows that it changes. */
final class KeysReturned {

    private final WantedColumns wanted;
    private final Catalog catalog;

    KeysReturned(WantedColumns wanted, Catalog catalog) {
        this.wanted = wanted;
        this.catalog = catalog;
    }

    /** The same statement with a RETURNING; empty when it changes no rows, says itself what it returns, or makes no values. */
    static Optional<String> text(
            String sql, List<ParsedStatement> statements, SearchPath path, WantedColumns wanted, Access access) {
        if (statements.size() != 1) {
            return Optional.empty();
        }
        ParsedStatement written = statements.get(0);
        Statement statement = path.qualified(written, () -> access).statement().statement();
        KeysReturned keys = new KeysReturned(
                wanted, access.principal().seen(access.version().catalog()));
        return keys.columns(statement)
                .map(columns ->
                        sql.substring(0, written.offset() + written.text().length())
                                + "\nRETURNING "
                                + columns.stream().map(RelationName::quoted).collect(Collectors.joining(", ")));
    }

    private Optional<List<String>> columns(Statement statement) {
        if (Returned.of(statement).isPresent()) {
            return Optional.empty();
        }
        return target(statement)
                .flatMap(name -> catalog.find(At.relation(name)))
                .map(relation -> wanted.areGenerated() ? generated(statement, relation) : named(relation))
                .filter(columns -> !columns.isEmpty());
    }

    private static Optional<Written> target(Statement statement) {
        if (statement instanceof InsertStatement insert) {
            return insert.continuous() ? Optional.empty() : Optional.of(Written.name(insert.target()));
        }
        if (statement instanceof UpdateStatement update) {
            return Optional.of(Written.name(update.target()));
        }
        if (statement instanceof DeleteStatement delete) {
            return Optional.of(Written.name(delete.target()));
        }
        return statement instanceof MergeStatement merge ? Optional.of(Written.name(merge.target())) : Optional.empty();
    }

    /** The columns that the server numbers, and those that the statement leaves to their DEFAULT. */
    private static List<String> generated(Statement statement, Relation relation) {
        List<DeclaredColumn> columns = relation.columns();
        Stream<DeclaredColumn> made =
                columns.stream().filter(column -> column.identity().isPresent());
        if (statement instanceof InsertStatement insert) {
            List<String> given = insert.columns().stream()
                    .map(Written::name)
                    .map(column -> column.text().toLowerCase(Locale.ROOT))
                    .toList();
            Stream<DeclaredColumn> defaults = columns.stream()
                    .filter(column -> column.defaultValue().isPresent())
                    .filter(column -> !given.isEmpty()
                            && !given.contains(column.field().name().toLowerCase(Locale.ROOT)));
            made = Stream.concat(made, defaults);
        } else if (!(statement instanceof MergeStatement)) {
            return List.of();
        }
        return made.map(column -> column.field().name()).distinct().toList();
    }

    private List<String> named(Relation relation) {
        List<Field> fields = relation.rowType().fields();
        List<String> columns = new ArrayList<>();
        for (String name : wanted.names()) {
            columns.add(fields.stream()
                    .map(Field::name)
                    .filter(name::equalsIgnoreCase)
                    .min(Comparator.comparing(found -> !found.equals(name)))
                    .orElseThrow(() -> missing(relation, "\"" + name + "\"", hint(name, fields))));
        }
        for (int number : wanted.numbers()) {
            if (number < 1 || number > fields.size()) {
                throw missing(relation, String.valueOf(number), "; it has " + fields.size());
            }
            columns.add(fields.get(number - 1).name());
        }
        return columns;
    }

    private static String hint(String name, List<Field> fields) {
        return Names.nearest(name, fields.stream().map(Field::name).toList())
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static MillraceException missing(Relation relation, String column, String hint) {
        return new MillraceException(
                ErrorCode.COLUMN_NOT_FOUND,
                "the column " + column + " whose values are wanted back is not found in " + relation.kind() + " \""
                        + relation.name() + "\"" + hint);
    }
}
