package io.millrace.cli;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor when the input is complete: after a command, or after the semicolon of the last statement. */
final class StatementParser implements Parser {

    private final DefaultParser words = new DefaultParser();

    StatementParser() {
        words.setEofOnUnclosedQuote(false);
        words.setEofOnEscapedNewLine(false);
        words.setEscapeChars(null);
        words.setQuoteChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE
                && !BackslashCommands.isCommand(line)
                && !StatementSplitter.isComplete(line)) {
            throw new EOFError(-1, -1, "the statement goes on");
        }
        return words.parse(line, cursor, ParseContext.COMPLETE);
    }

    /** A backslash begins a command; it escapes nothing. */
    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }
}
