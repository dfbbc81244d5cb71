package io.millrace.cli.terminal;

import io.millrace.cli.text.ScriptParts;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor when the input is complete: after a command, or after the semicolon of the last statement. */
final class StatementParser implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !InteractiveShell.isWord(line) && !ScriptParts.isComplete(line)) {
            throw new EOFError(-1, -1, "the statement goes on");
        }
        return TypedText.of(line, cursor);
    }

    /** A backslash begins a command; it escapes nothing. */
    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }
}
