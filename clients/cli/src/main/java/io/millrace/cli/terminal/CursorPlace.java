package io.millrace.cli.terminal;

import io.millrace.cli.text.SqlToken;
import io.millrace.cli.text.SqlTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The statement that the cursor is in: what stands before the cursor, and which relations the whole of it names. */
final class CursorPlace {

    /** A relation as it was written; the schema is empty when none was. */
    record WrittenRelation(String schema, String name) {}

    /** Words behind which a relation stands. */
    private static final Set<String> RELATION_FOLLOWS =
            Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "DESCRIBE", "USING", "TRUNCATE", "ANALYZE", "WATERMARK");

    /** Words behind which one stands that is there already, unless the statement makes it. */
    private static final Set<String> KINDS = Set.of("STREAM", "VIEW", "SINK", "TABLE", "EXISTS");

    /** Words that begin a part of a statement, by which it is known what a comma parts. */
    private static final Set<String> PARTS =
            Set.of("SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "SET", "ON", "VALUES", "QUALIFY", "WITH");

    private final String line;
    private final List<SqlToken> statement = new ArrayList<>();
    /** How many tokens of the statement stand before the word that is being typed. */
    private int before;

    private boolean inText;

    CursorPlace(TypedText typed) {
        line = typed.line();
        for (SqlToken token : SqlTokens.of(line)) {
            boolean ends = token.kind() == SqlToken.Kind.SEMICOLON || token.kind() == SqlToken.Kind.COMMAND;
            if (ends && token.end() <= typed.start()) {
                statement.clear();
                before = 0;
            } else if (ends) {
                return;
            } else {
                boolean reached = token.end() > typed.start();
                boolean quoted = token.kind() == SqlToken.Kind.TEXT || token.kind() == SqlToken.Kind.COMMENT;
                inText |= quoted && token.start() < typed.cursor() && (token.end() > typed.cursor() || !token.closed());
                if (!token.isBlank()) {
                    statement.add(token);
                    before += reached ? 0 : 1;
                }
            }
        }
    }

    /** Whether the cursor is in a text or a comment. */
    boolean isInText() {
        return inText;
    }

    boolean isAtStart() {
        return before == 0;
    }

    /** A token in upper case, counted back from the cursor, from 1; empty before the first one. */
    private String back(int count) {
        return before >= count ? word(before - count) : "";
    }

    private String word(int index) {
        return statement.get(index).of(line).toUpperCase(Locale.ROOT);
    }

    /** The first word of the statement. */
    String first() {
        return before == 0 ? "" : word(0);
    }

    boolean isSetting() {
        return before >= 1
                && (first().equals("SET") || first().equals("RESET"))
                && !beforeCursor().contains("=");
    }

    private List<String> beforeCursor() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            words.add(word(i));
        }
        return words;
    }

    /** The names that stand before the dot that the cursor is behind; none when there is no dot. */
    List<String> qualifiers() {
        List<String> names = new ArrayList<>();
        int at = before - 1;
        while (at >= 1 && word(at).equals(".") && isName(at - 1)) {
            names.add(0, name(at - 1));
            at -= 2;
        }
        return names;
    }

    private boolean isName(int index) {
        SqlToken.Kind kind = statement.get(index).kind();
        return kind == SqlToken.Kind.WORD || kind == SqlToken.Kind.NAME;
    }

    private String name(int index) {
        return statement.get(index).of(line).replace("\"", "");
    }

    /** Whether the name of a relation is expected. */
    boolean isRelation() {
        int behind = before - 2 * qualifiers().size();
        return behind > 0 && isRelation(behind);
    }

    private boolean isRelation(int index) {
        String last = word(index - 1);
        if (last.equals(",")) {
            return part(index - 1).equals("FROM");
        }
        boolean makes = word(0).equals("CREATE");
        return RELATION_FOLLOWS.contains(last) && !(makes && index <= 4 && KINDS.contains(last))
                || !makes && index <= 4 && (KINDS.contains(last) || index == 1 && last.equals("EXPLAIN"));
    }

    /** The word that begins the part of the statement that a token is in, as far as parentheses let it. */
    private String part(int index) {
        int depth = 0;
        for (int i = index - 1; i >= 0; i--) {
            String word = word(i);
            depth += word.equals(")") ? 1 : word.equals("(") ? -1 : 0;
            if (depth < 0) {
                return "";
            }
            if (depth == 0 && PARTS.contains(word)) {
                return word;
            }
        }
        return "";
    }

    /** The relations that the statement names, before and behind the cursor, by what they are called in it, in lower case. */
    Map<String, WrittenRelation> relations(Predicate<String> isKeyword) {
        Map<String, WrittenRelation> relations = new LinkedHashMap<>();
        for (int i = 1; i < statement.size(); i++) {
            if (isName(i) && isRelation(i) && i != before) {
                boolean qualified = i + 2 < statement.size() && word(i + 1).equals(".") && isName(i + 2);
                int last = qualified ? i + 2 : i;
                WrittenRelation relation = new WrittenRelation(qualified ? name(i) : "", name(last));
                relations.put(alias(last, isKeyword).toLowerCase(Locale.ROOT), relation);
                i = last;
            }
        }
        return relations;
    }

    private String alias(int relation, Predicate<String> isKeyword) {
        int next = relation + 1;
        boolean as = next < statement.size() && word(next).equals("AS");
        next += as ? 1 : 0;
        boolean named = next < statement.size() && isName(next) && (as || !isKeyword.test(word(next)));
        return named ? name(next) : name(relation);
    }
}
