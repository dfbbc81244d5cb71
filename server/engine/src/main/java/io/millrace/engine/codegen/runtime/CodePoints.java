package io.millrace.engine.codegen.runtime;

/** Functions on text that count characters, of which Java's strings keep those beyond the basic plane in two parts. */
public final class CodePoints {

    private CodePoints() {}

    /** The text with each character of {@code from} replaced by that of {@code to} at the same place, or left out if there is none. */
    public static String translate(String text, String from, String to) {
        int[] sought = from.codePoints().toArray();
        int[] replacing = to.codePoints().toArray();
        StringBuilder translated = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            int place = place(sought, character);
            if (place < 0) {
                translated.appendCodePoint(character);
            } else if (place < replacing.length) {
                translated.appendCodePoint(replacing[place]);
            }
        });
        return translated.toString();
    }

    private static int place(int[] characters, int character) {
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] == character) {
                return i;
            }
        }
        return -1;
    }

    /** Where a part begins in a text at or behind the place {@code from}, which is counted from 1; 0 if nowhere. */
    public static int position(String part, String text, int from) {
        if (from < 1 || from > text.codePointCount(0, text.length())) {
            return 0;
        }
        int found = text.indexOf(part, text.offsetByCodePoints(0, from - 1));
        return found < 0 ? 0 : text.codePointCount(0, found) + 1;
    }

    /** The least number of characters to insert, delete or replace to make one text of another. */
    public static int distance(String one, String other) {
        int[] first = one.codePoints().toArray();
        int[] second = other.codePoints().toArray();
        int[] row = new int[second.length + 1];
        for (int j = 0; j <= second.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length; j++) {
                int replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[second.length];
    }
}
