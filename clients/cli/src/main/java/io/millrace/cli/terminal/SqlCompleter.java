package io.millrace.cli.terminal;

import io.millrace.cli.server.Vocabulary;
import io.millrace.cli.server.Vocabulary.NamedColumn;
import io.millrace.cli.terminal.CursorPlace.WrittenRelation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers what can stand at the cursor: relations, columns of those that the statement names, functions, settings, keywords, commands. */
final class SqlCompleter implements Completer {

    private static final List<String> BEGINNINGS = List.of(
            "SELECT",
            "CREATE",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "TRUNCATE",
            "ALTER",
            "DROP",
            "DESCRIBE",
            "SHOW",
            "EXPLAIN",
            "SET",
            "RESET",
            "WITH",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "GRANT",
            "REVOKE",
            "COMMENT",
            "CHECK",
            "CHECKPOINT",
            "ADVANCE",
            "KILL",
            "VALUES");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");
    private static final String PUBLIC = "public";

    private final Vocabulary vocabulary;
    private final CommandCompletion commands;

    SqlCompleter(Vocabulary vocabulary, List<String> commandNames) {
        this.vocabulary = vocabulary;
        this.commands = new CommandCompletion(vocabulary, commandNames);
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        vocabulary.refresh();
        complete(TypedText.of(line.line(), line.cursor()), candidates);
    }

    /** The same for what is known already. */
    void complete(TypedText typed, List<Candidate> candidates) {
        if (commands.complete(typed, candidates)) {
            return;
        }
        CursorPlace place = new CursorPlace(typed);
        List<String> qualifiers = place.qualifiers();
        if (place.isInText()) {
            return;
        }
        if (place.isAtStart()) {
            BEGINNINGS.forEach(word -> candidates.add(keyword(word, typed.word())));
        } else if (place.isSetting()) {
            settings(typed, candidates);
        } else if (place.isRelation()) {
            relations(typed, qualifiers, candidates);
        } else if (!qualifiers.isEmpty()) {
            columnsOf(place, typed, qualifiers, candidates);
        } else {
            expressions(place, typed, candidates);
        }
    }

    private void settings(TypedText typed, List<Candidate> candidates) {
        String before = typed.before();
        String begun = before.substring(before.lastIndexOf(' ') + 1);
        vocabulary.settings().stream()
                .filter(name -> name.startsWith(begun))
                .forEach(name -> candidates.add(
                        new Candidate(name.substring(begun.length()), name, null, null, null, null, true)));
    }

    private void relations(TypedText typed, List<String> qualifiers, List<Candidate> candidates) {
        if (!qualifiers.isEmpty()) {
            names(
                    vocabulary.relations().getOrDefault(lower(qualifiers.get(qualifiers.size() - 1)), Map.of()),
                    typed,
                    candidates);
            return;
        }
        names(vocabulary.relations().getOrDefault(PUBLIC, Map.of()), typed, candidates);
        vocabulary.relations().keySet().stream()
                .filter(schema -> !schema.equals(PUBLIC))
                .forEach(schema ->
                        candidates.add(new Candidate(schema + ".", schema + ".", null, "schema", null, null, false)));
    }

    private static void names(Map<String, List<NamedColumn>> relations, TypedText typed, List<Candidate> candidates) {
        relations.keySet().stream()
                .filter(name -> name.indexOf('$') < 0 || typed.word().indexOf('$') > 0)
                .forEach(name -> candidates.add(named(name, typed, "relation")));
    }

    private static Candidate named(String name, TypedText typed, String description) {
        boolean quotes = typed.word().startsWith("\"") || !PLAIN.matcher(name).matches();
        String value = quotes ? '"' + name.replace("\"", "\"\"") + '"' : name;
        return new Candidate(value, value, null, description, null, null, true);
    }

    private Stream<NamedColumn> columns(WrittenRelation relation) {
        Map<String, List<NamedColumn>> schema = vocabulary
                .relations()
                .getOrDefault(relation.schema().isEmpty() ? PUBLIC : lower(relation.schema()), Map.of());
        return schema.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(relation.name()))
                .flatMap(entry -> entry.getValue().stream());
    }

    private void columnsOf(CursorPlace place, TypedText typed, List<String> qualifiers, List<Candidate> candidates) {
        String last = qualifiers.get(qualifiers.size() - 1);
        String schema = qualifiers.size() > 1 ? qualifiers.get(0) : "";
        WrittenRelation relation =
                place.relations(this::isKeyword).getOrDefault(lower(last), new WrittenRelation(schema, last));
        columns(relation).forEach(column -> candidates.add(named(column.name(), typed, column.type())));
    }

    private boolean isKeyword(String word) {
        return vocabulary.keywords().contains(word);
    }

    private void expressions(CursorPlace place, TypedText typed, List<Candidate> candidates) {
        place.relations(this::isKeyword).forEach((alias, relation) -> {
            columns(relation).forEach(column -> candidates.add(named(column.name(), typed, column.type())));
            candidates.add(new Candidate(alias + ".", alias + ".", null, "relation", null, null, false));
        });
        if (typed.word().isEmpty() && !candidates.isEmpty()) {
            return;
        }
        vocabulary.functions().values().stream()
                .filter(function -> PLAIN.matcher(function.name()).matches())
                .forEach(function -> candidates.add(new Candidate(
                        cased(function.name(), typed.word()) + "(",
                        function.name() + "(",
                        null,
                        function.kind(),
                        null,
                        null,
                        false)));
        vocabulary.keywords().forEach(word -> candidates.add(keyword(word, typed.word())));
    }

    private static Candidate keyword(String word, String typed) {
        String value = cased(word, typed);
        return new Candidate(value, value, null, null, null, null, true);
    }

    /** As what was typed: in lower case after a small letter. */
    private static String cased(String word, String typed) {
        return !typed.isEmpty() && Character.isLowerCase(typed.charAt(0)) ? lower(word) : word.toUpperCase(Locale.ROOT);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
