package io.millrace.cli.text;

import java.util.Optional;

/**
 * One command of a script.
 *
 * @param text with its backslash, without blanks around it
 * @param line line of the script on which it begins, from 1
 * @param statement the statement that it ends in the place of a semicolon
 */
public record CommandText(String text, int line, Optional<SqlText> statement) implements ScriptPart {}
