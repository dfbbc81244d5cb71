package io.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a script at its semicolons and commands, save those in quotes and comments. */
public final class ScriptParts {

    private final String script;
    private final List<ScriptPart> parts = new ArrayList<>();
    /** Where the statement that is being read begins. */
    private int start;
    /** Whether it holds anything but blanks and comments. */
    private boolean substance;
    /** A place up to which line ends have been counted, how many there are, and where its line begins. */
    private int counted;

    private int line = 1;
    private int lineStart;
    /** Whether no quote or comment is left open. */
    private boolean closed = true;

    private ScriptParts(String script) {
        this.script = script;
        SqlTokens.of(script).forEach(this::read);
    }

    /** The parts of a script; its last statement may lack a semicolon. Pieces of blanks and comments alone are left out. */
    public static List<ScriptPart> of(String script) {
        ScriptParts cut = new ScriptParts(script);
        cut.statement(script.length()).ifPresent(cut.parts::add);
        return cut.parts;
    }

    /** Whether every statement is ended by a semicolon or a command, so that nothing more need be typed. */
    public static boolean isComplete(String script) {
        ScriptParts cut = new ScriptParts(script);
        return cut.closed && !cut.substance;
    }

    private void read(SqlToken token) {
        closed = token.closed();
        if (token.kind() == SqlToken.Kind.SEMICOLON) {
            statement(token.start()).ifPresent(parts::add);
            begin(token.end());
        } else if (token.kind() == SqlToken.Kind.COMMAND) {
            Optional<SqlText> statement = statement(token.start());
            count(token.start());
            parts.add(new CommandText(token.of(script).strip(), line, statement));
            begin(token.end());
        } else if (!token.isBlank()) {
            substance = true;
        }
    }

    private void begin(int from) {
        start = from;
        substance = false;
    }

    private Optional<SqlText> statement(int end) {
        if (!substance) {
            return Optional.empty();
        }
        int from = start;
        while (Character.isWhitespace(script.charAt(from))) {
            from++;
        }
        count(from);
        return Optional.of(new SqlText(script.substring(from, end).stripTrailing(), line, from - lineStart + 1));
    }

    /** Counts lines on, up to a place; places are asked for in their order. */
    private void count(int at) {
        while (counted < at) {
            if (script.charAt(counted++) == '\n') {
                line++;
                lineStart = counted;
            }
        }
    }
}
