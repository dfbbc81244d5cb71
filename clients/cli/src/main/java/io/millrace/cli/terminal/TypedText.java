package io.millrace.cli.terminal;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * What is typed, with the word that is being completed: the letters before the cursor that can belong to a name, or to a command.
 *
 * @param start where that word begins
 */
record TypedText(String line, int cursor, int start) implements CompletingParsedLine {

    static TypedText of(String line, int cursor) {
        int start = cursor;
        while (start > 0 && (Character.isJavaIdentifierPart(line.charAt(start - 1)))) {
            start--;
        }
        if (start > 0 && (line.charAt(start - 1) == '\\' || line.charAt(start - 1) == '"')) {
            start--;
        }
        return new TypedText(line, cursor, start);
    }

    /** What stands before the word. */
    String before() {
        return line.substring(0, start);
    }

    @Override
    public String word() {
        return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
        return cursor - start;
    }

    @Override
    public int wordIndex() {
        return start == 0 ? 0 : 1;
    }

    @Override
    public List<String> words() {
        return start == 0 ? List.of(word()) : List.of(before(), word());
    }

    /** Nothing is escaped; names that need quotes are offered with them. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return word().length();
    }
}
