package io.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;

/** The words of a command: its name and its arguments, which blanks separate and quotes keep together. */
public final class CommandWords {

    private final String text;
    private final ShellVariables variables;
    private final List<String> words = new ArrayList<>();
    private int at;

    private CommandWords(String text, ShellVariables variables) {
        this.text = text;
        this.variables = variables;
    }

    /** The words; {@code :name} at the beginning of one stands for a variable. Double quotes stay, for they belong to names. */
    public static List<String> of(String text, ShellVariables variables) {
        CommandWords cut = new CommandWords(text, variables);
        while (cut.hasNext()) {
            cut.words.add(cut.word());
        }
        return cut.words;
    }

    private boolean hasNext() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted(word);
            } else if (c == '"') {
                int end = text.indexOf('"', at + 1);
                end = end < 0 ? text.length() : end + 1;
                word.append(text, at, end);
                at = end;
            } else if (c == ':' && word.length() == 0 && variable(word)) {
                continue;
            } else {
                word.append(c);
                at++;
            }
        }
        return word.toString();
    }

    private void quoted(StringBuilder word) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                if (at >= text.length() || text.charAt(at) != '\'') {
                    return;
                }
                at++;
            }
            word.append(c);
        }
    }

    /** A reference to a variable that begins here, if it is one. */
    private boolean variable(StringBuilder word) {
        SqlToken token = SqlTokens.of(text.substring(at)).get(0);
        if (token.kind() != SqlToken.Kind.VARIABLE) {
            return false;
        }
        word.append(variables.value(text.substring(at, at + token.end())));
        at += token.end();
        return true;
    }
}
