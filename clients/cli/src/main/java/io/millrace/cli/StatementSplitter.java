package io.millrace.cli;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script at its semicolons, save those in quotes and comments. */
final class StatementSplitter {

    private final String script;
    private final List<SqlText> statements = new ArrayList<>();
    /** Where the statement that is being read begins. */
    private int start;
    /** Whether it holds anything but blanks and comments. */
    private boolean substance;

    private StatementSplitter(String script) {
        this.script = script;
    }

    /** The statements of a script; the last one may lack its semicolon. Pieces of blanks and comments alone are left out. */
    static List<SqlText> split(String script) {
        StatementSplitter splitter = new StatementSplitter(script);
        splitter.read();
        splitter.end(script.length());
        return splitter.statements;
    }

    /** Whether every statement is ended by its semicolon, so that nothing more need be typed. */
    static boolean isComplete(String script) {
        StatementSplitter splitter = new StatementSplitter(script);
        return splitter.read() && !splitter.substance;
    }

    /** Reads to the end; returns whether no quote or comment is left open. */
    private boolean read() {
        int at = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            int next = at + 1;
            if (c == '\'' || c == '"' || c == '`') {
                substance = true;
                next = after(script.indexOf(c, at + 1), 1);
            } else if (script.startsWith("--", at)) {
                int newline = script.indexOf('\n', at);
                next = newline < 0 ? script.length() : newline + 1;
            } else if (script.startsWith("/*", at)) {
                next = after(script.indexOf("*/", at + 2), 2);
            } else if (c == ';') {
                end(at);
                start = next;
                substance = false;
            } else if (!Character.isWhitespace(c)) {
                substance = true;
            }
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    private static int after(int found, int length) {
        return found < 0 ? -1 : found + length;
    }

    private void end(int end) {
        if (!substance) {
            return;
        }
        int from = start;
        while (Character.isWhitespace(script.charAt(from))) {
            from++;
        }
        int line = 1
                + (int) script.substring(0, from).chars().filter(c -> c == '\n').count();
        int column = from - script.lastIndexOf('\n', Math.max(0, from - 1));
        if (from == 0) {
            column = 1;
        }
        statements.add(new SqlText(script.substring(from, end).stripTrailing(), line, column));
    }
}
