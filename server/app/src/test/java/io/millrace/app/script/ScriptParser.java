package io.millrace.app.script;

import io.millrace.spi.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text of a script.
 *
 * <p>A directive is a head line and a body that ends at an empty line; {@code ----} parts SQL from what is expected. Lines that begin
 * with {@code #} between directives are comments.
 */
final class ScriptParser {

    private static final String SEPARATOR = "----";

    private final Path file;
    private final List<String> lines;
    private int at;

    private ScriptParser(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    static Script parse(Path file) throws IOException {
        return new ScriptParser(file, Files.readAllLines(file)).script();
    }

    private Script script() {
        List<Directive> directives = new ArrayList<>();
        while (skipToHead()) {
            directives.add(directive());
        }
        return new Script(file, directives);
    }

    private boolean skipToHead() {
        while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith("#"))) {
            at++;
        }
        return at < lines.size();
    }

    private Directive directive() {
        int line = at + 1;
        List<String> head = Arrays.asList(lines.get(at++).trim().split("\\s+"));
        String word = head.get(0);
        String name = head.size() > 1 ? head.get(1) : "";
        return switch (word) {
            case "statement" -> statement(line, head);
            case "query" -> query(line, head);
            case "batch" -> batch(line, name);
            case "subscribe" -> new Directive.Subscribe(line, name, String.join("\n", body()));
            case "receives" -> new Directive.Receives(line, name, changes(line, body()));
            case "file" -> new Directive.WriteFile(line, name, body(), false);
            case "append" -> new Directive.WriteFile(line, name, body(), true);
            case "rename", "copy" -> changeFile(line, head, 3);
            case "truncate", "delete" -> changeFile(line, head, 2);
            case "socket" -> new Directive.OpenSocket(line, name);
            case "send" -> new Directive.Send(line, name, body());
            case "run" -> new Directive.RunFile(line, name, replacements(line));
            case "restart" ->
                throw wrong(line, "restart needs state that outlives the server, which this version has not");
            default -> throw wrong(line, "unknown directive " + word);
        };
    }

    private Directive changeFile(int line, List<String> head, int words) {
        if (head.size() != words) {
            throw wrong(line, "write rename from to, copy from to, truncate file or delete file");
        }
        Directive.FileAction action = Directive.FileAction.valueOf(head.get(0).toUpperCase(Locale.ROOT));
        return new Directive.ChangeFile(
                line, action, head.get(1), words == 3 ? Optional.of(head.get(2)) : Optional.empty());
    }

    private Directive statement(int line, List<String> head) {
        Body body = splitBody();
        String outcome = head.size() > 1 ? head.get(1) : "";
        return switch (outcome) {
            case "ok" -> new Directive.Statement(line, body.sql(), Optional.empty());
            case "count" -> new Directive.Statement(line, body.sql(), Optional.of(Long.valueOf(head.get(2))));
            case "error" -> failure(line, ErrorCode.valueOf(head.get(2)), body);
            default -> throw wrong(line, "write statement ok, statement count n or statement error CODE");
        };
    }

    private static Directive failure(int line, ErrorCode code, Body body) {
        String marked = body.sql();
        int caret = marked.indexOf('^');
        if (caret < 0) {
            return new Directive.Failure(line, marked, code, Optional.empty(), body.expected());
        }
        String before = marked.substring(0, caret);
        long sqlLine = before.chars().filter(c -> c == '\n').count() + 1;
        int column = caret - before.lastIndexOf('\n');
        Optional<String> position = Optional.of("line " + sqlLine + ":" + column + ":");
        return new Directive.Failure(line, marked.replace("^", ""), code, position, body.expected());
    }

    private Directive query(int line, List<String> head) {
        Body body = splitBody();
        boolean text = head.contains("text");
        List<String> rows = text
                ? body.expected()
                : body.expected().stream().map(Token::normalized).toList();
        return new Directive.Query(
                line, body.sql(), head.contains("ordered"), text, head.contains("eventually"), body.types(), rows);
    }

    private Directive batch(int line, String relation) {
        List<List<Token>> rows = new ArrayList<>();
        for (String row : body()) {
            if (!row.startsWith("+ ")) {
                throw wrong(line, "rows of a batch begin with + ");
            }
            rows.add(Token.of(row.substring(2)));
        }
        Map<String, List<String>> changes = new LinkedHashMap<>();
        while (skipToHead() && lines.get(at).startsWith("emits ")) {
            int emitsLine = at + 1;
            String view = lines.get(at++).substring("emits ".length()).trim();
            changes.put(view, changes(emitsLine, body()));
        }
        return new Directive.Batch(line, relation, rows, changes);
    }

    private List<String> changes(int line, List<String> body) {
        List<String> changes = new ArrayList<>();
        for (String change : body) {
            if (!change.startsWith("+ ") && !change.startsWith("- ")) {
                throw wrong(line, "changes begin with + or -");
            }
            changes.add(change.substring(0, 2) + Token.normalized(change.substring(2)));
        }
        return changes;
    }

    private Map<String, String> replacements(int line) {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (String replacement : body()) {
            int arrow = replacement.indexOf(" -> ");
            if (arrow < 0) {
                throw wrong(line, "write old -> new");
            }
            replacements.put(replacement.substring(0, arrow), replacement.substring(arrow + 4));
        }
        return replacements;
    }

    /** The lines up to the next empty one; a line that holds only a dot stands for an empty one. */
    private List<String> body() {
        List<String> body = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).isBlank()) {
            String line = lines.get(at++);
            body.add(line.equals(".") ? "" : line);
        }
        return body;
    }

    private Body splitBody() {
        List<String> body = body();
        int separator = 0;
        while (separator < body.size() && !body.get(separator).startsWith(SEPARATOR)) {
            separator++;
        }
        String sql = String.join("\n", body.subList(0, separator));
        if (separator == body.size()) {
            return new Body(sql, List.of(), List.of());
        }
        String types = body.get(separator).substring(SEPARATOR.length()).trim();
        return new Body(
                sql,
                types.isEmpty() ? List.of() : List.of(types.split("\\s+")),
                body.subList(separator + 1, body.size()));
    }

    private IllegalArgumentException wrong(int line, String what) {
        return new IllegalArgumentException(file.getFileName() + ":" + line + ": " + what);
    }

    private record Body(String sql, List<String> types, List<String> expected) {}
}
