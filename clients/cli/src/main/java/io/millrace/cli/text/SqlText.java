package io.millrace.cli.text;

/**
 * One statement of a script.
 *
 * @param text without the semicolon at its end and without blanks around it
 * @param line line of the script on which the text begins, from 1
 * @param column column in that line, from 1
 */
public record SqlText(String text, int line, int column) implements ScriptPart {

    /** Another text in its place. */
    public SqlText with(String other) {
        return new SqlText(other, line, column);
    }
}
