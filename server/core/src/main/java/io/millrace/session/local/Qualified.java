package io.millrace.session.local;

import io.millrace.catalog.RelationName;
import io.millrace.spi.error.Position;
import io.millrace.sql.names.NamedRelation;
import io.millrace.sql.names.RelationNames;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A statement in which every name of a relation has a schema.
 *
 * @param statement with the schemas
 * @param written as it was written
 * @param elsewhere the names of what is in another schema than the session
 * @param moved what was put into its text; nothing when only the tree has the schemas
 */
record Qualified(
        ParsedStatement statement, ParsedStatement written, List<RelationName> elsewhere, List<Insertion> moved) {

    /** Something in the text that is not in that which was written, by the place of what it was put before, from 1. */
    private record Insertion(int line, int column, int length) {}

    /** A name, and the schema that it gets. */
    private record Placed(Written name, String schema) {}

    public Qualified {
        elsewhere = List.copyOf(elsewhere);
        moved = List.copyOf(moved);
    }

    /** A statement that means what is written. */
    static Qualified asWritten(ParsedStatement statement) {
        return new Qualified(statement, statement, List.of(), List.of());
    }

    /** Puts schemas into the tree only: for a statement that is carried out at once. */
    static Qualified tree(ParsedStatement written, Function<NamedRelation, String> schemaOf) {
        SortedMap<Integer, Placed> names = names(written, schemaOf);
        if (names.isEmpty()) {
            return asWritten(written);
        }
        Map<Integer, String> schemas = new HashMap<>();
        names.forEach((place, name) -> schemas.put(place, name.schema()));
        return new Qualified(SqlParsing.withSchemas(written, schemas), written, elsewhere(names), List.of());
    }

    /** Puts schemas into the text, too: for a statement whose text is kept, and means the same wherever it is read again. */
    static Qualified text(ParsedStatement written, Function<NamedRelation, String> schemaOf) {
        SortedMap<Integer, Placed> names = names(written, schemaOf);
        if (names.isEmpty()) {
            return asWritten(written);
        }
        StringBuilder text = new StringBuilder();
        List<Insertion> moved = new ArrayList<>();
        int before = 0;
        for (Map.Entry<Integer, Placed> entry : names.entrySet()) {
            int place = entry.getKey();
            Placed name = entry.getValue();
            text.append(written.text(), before, place);
            before = place;
            String schema = RelationName.quoted(name.schema()) + ".";
            moved.add(new Insertion(written.lineOf(name.name()), written.columnOf(name.name()), schema.length()));
            text.append(schema);
        }
        text.append(written.text(), before, written.text().length());
        return new Qualified(SqlParsing.parseStatement(text.toString()), written, elsewhere(names), moved);
    }

    /** The names without a schema, by where they begin in the text. */
    private static SortedMap<Integer, Placed> names(ParsedStatement written, Function<NamedRelation, String> schemaOf) {
        SortedMap<Integer, Placed> names = new TreeMap<>();
        // a tree that was planned before has the schemas of then
        ParsedStatement fresh = SqlParsing.withSchemas(written, Map.of());
        for (NamedRelation relation : RelationNames.of(fresh.statement())) {
            names.put(written.offsetOf(relation.name()), new Placed(relation.name(), schemaOf.apply(relation)));
        }
        return names;
    }

    private static List<RelationName> elsewhere(SortedMap<Integer, Placed> names) {
        return names.values().stream()
                .filter(name -> name.schema().equals(RelationName.PUBLIC))
                .map(name -> RelationName.of(name.name().parts().get(0)))
                .toList();
    }

    /** Where something of {@link #statement} stands in the script that was written. */
    Position written(Position position) {
        if (moved.isEmpty()) {
            return position;
        }
        int column = position.column();
        int added = 0;
        for (Insertion insertion : moved) {
            if (insertion.line() == position.line() && position.column() >= insertion.column() + added) {
                column = Math.max(insertion.column(), position.column() - added - insertion.length());
                added += insertion.length();
            }
        }
        int first = written.firstColumn() - 1;
        return new Position(written.firstLine() + position.line() - 1, column + (position.line() == 1 ? first : 0));
    }
}
