package io.millrace.engine.codegen.runtime;

import java.util.Locale;

/** Changes of letter case, into a buffer. ASCII is changed byte by byte; other text goes through String. */
public final class TextCase {

    private TextCase() {}

    public static void upper(byte[] data, int start, int length, TextBuffer out) {
        if (!Text.ascii(data, start, length)) {
            out.append(Text.string(data, start, length).toUpperCase(Locale.ROOT));
            return;
        }
        out.reserve(length);
        byte[] target = out.data();
        int at = out.size();
        for (int i = 0; i < length; i++) {
            byte b = data[start + i];
            target[at + i] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
        }
        out.advance(length);
    }

    public static void lower(byte[] data, int start, int length, TextBuffer out) {
        if (!Text.ascii(data, start, length)) {
            out.append(Text.string(data, start, length).toLowerCase(Locale.ROOT));
            return;
        }
        out.reserve(length);
        byte[] target = out.data();
        int at = out.size();
        for (int i = 0; i < length; i++) {
            byte b = data[start + i];
            target[at + i] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
        }
        out.advance(length);
    }

    /** Each word's first letter in upper case, the others in lower case; words are runs of letters and digits. */
    public static void initcap(byte[] data, int start, int length, TextBuffer out) {
        String text = Text.string(data, start, length);
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            result.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toUpperCase(point));
            inWord = Character.isLetterOrDigit(point);
            i += Character.charCount(point);
        }
        out.append(result.toString());
    }
}
