package io.millrace.planner.errors;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.planner.rules.FromNames;
import io.millrace.planner.validation.MillraceOperators;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The names that the author of a query can have meant. */
final class QueryNames {

    /** The columns of expressions over a single row belong to no relation that a user knows. */
    private static final String ROW = "$row";

    private final Catalog catalog;
    private final SqlNode query;
    private final List<Relation> relations = new ArrayList<>();

    QueryNames(Catalog catalog, SqlNode query) {
        this.catalog = catalog;
        this.query = query;
        Map<RelationName, Relation> found = new LinkedHashMap<>();
        catalog.find(RelationName.of(ROW)).ifPresent(row -> found.put(row.name(), row));
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                if (!identifier.isStar() && identifier.names.size() <= 2) {
                    RelationName name = identifier.isSimple()
                            ? RelationName.of(identifier.getSimple())
                            : new RelationName(identifier.names.get(0), identifier.names.get(1));
                    catalog.find(name).ifPresent(relation -> found.put(name, relation));
                }
                return null;
            }
        });
        relations.addAll(found.values());
    }

    /** Says that a column is not there, where it was looked for and which one may be meant. */
    String columnNotFound(String column) {
        StringBuilder text = new StringBuilder("column \"").append(column).append("\" not found");
        if (relations.size() == 1 && !isRow(relations.get(0))) {
            text.append(" in ").append(described(relations.get(0)));
        }
        List<String> columns = relations.stream()
                .flatMap(relation -> relation.rowType().fields().stream())
                .map(Field::name)
                .toList();
        Optional<String> nearest = Names.nearest(column, columns);
        nearest.ifPresent(name -> text.append("; did you mean \"")
                .append(name)
                .append("\"")
                .append(owner(name))
                .append('?'));
        return text.toString();
    }

    private String owner(String column) {
        return relations.size() < 2
                ? ""
                : relations.stream()
                        .filter(relation -> relation.rowType().indexOf(column).isPresent())
                        .findFirst()
                        .map(relation -> " of " + described(relation))
                        .orElse("");
    }

    private static boolean isRow(Relation relation) {
        return relation.name().name().equals(ROW);
    }

    private static String described(Relation relation) {
        return relation.kind() + " \"" + relation.name() + "\"";
    }

    /** Says that a relation is not there and which one may be meant. */
    String relationNotFound(String name) {
        if (isInFrom(name)) {
            return "relation \"" + name
                    + "\" cannot be read here; a sub-query in FROM reads the relations before it when LATERAL stands before it";
        }
        boolean dotted = name.indexOf('.') > 0
                && identifiers().stream()
                        .anyMatch(part -> part.isSimple() && part.getSimple().equals(name));
        return catalog.find(name).isPresent() && !dotted
                ? "relation \"" + name + "\" is not in FROM, or has another name there"
                : catalog.notFound(name);
    }

    private List<SqlIdentifier> identifiers() {
        List<SqlIdentifier> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                found.add(identifier);
                return null;
            }
        });
        return found;
    }

    /** The name of a relation that begins with a part which is no schema. */
    String whole(String part) {
        List<SqlIdentifier> found = identifiers().stream()
                .filter(identifier ->
                        !identifier.isStar() && identifier.names.get(0).equals(part))
                .toList();
        boolean relation = found.stream().anyMatch(SqlIdentifier::isSimple); // then the others are its columns
        return relation || found.isEmpty() ? part : found.get(0).toString();
    }

    private boolean isInFrom(String name) {
        boolean[] found = new boolean[1];
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                found[0] |= call instanceof SqlSelect select
                        && FromNames.of(select.getFrom()).contains(FromNames.key(name));
                return super.visit(call);
            }
        });
        return found[0] && catalog.find(RelationName.of(name)).isPresent();
    }

    /** Says that a column is neither grouped nor aggregated, and what to do about it. */
    String notGrouped(String column) {
        return UngroupedColumns.complaint(catalog, query, column);
    }

    /** How a function of a user is called; empty when there is none of that name. */
    Optional<String> signature(String function) {
        return catalog.function(function).map(UserFunction::signature);
    }

    /** Says that a function is not there or takes other arguments. */
    String functionNotFound(String name, String arguments) {
        String called = "function " + name + "(" + arguments + ") not found";
        Optional<UserFunction> own = catalog.function(name);
        if (own.isPresent()) {
            return called + "; it is " + own.get().signature();
        }
        List<String> functions = new ArrayList<>(MillraceOperators.functionNames());
        catalog.functions().forEach(function -> functions.add(function.name().name()));
        if (functions.stream().anyMatch(name::equalsIgnoreCase)) {
            return called + "; " + name + " takes other arguments";
        }
        return called
                + Names.nearest(name, functions)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }
}
