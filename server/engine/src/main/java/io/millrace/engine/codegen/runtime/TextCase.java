package io.millrace.engine.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/** Changes of letter case, into a buffer. ASCII is changed in place; other text goes through String. */
public final class TextCase {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    private TextCase() {}

    public static void upper(byte[] data, int start, int length, TextBuffer out) {
        if (!Text.ascii(data, start, length)) {
            out.append(Text.string(data, start, length).toUpperCase(Locale.ROOT));
            return;
        }
        flip(data, start, length, 'a', 'z', out);
    }

    public static void lower(byte[] data, int start, int length, TextBuffer out) {
        if (!Text.ascii(data, start, length)) {
            out.append(Text.string(data, start, length).toLowerCase(Locale.ROOT));
            return;
        }
        flip(data, start, length, 'A', 'Z', out);
    }

    /** Copies ASCII text and changes the case of the letters {@code first .. last}, eight bytes at a time. */
    private static void flip(byte[] data, int start, int length, int first, int last, TextBuffer out) {
        out.reserve(length + 8);
        byte[] target = out.data();
        int at = out.size();
        long belowFirst = (0x80 - first) * ONES;
        long aboveLast = (0x7F - last) * ONES;
        int i = 0;
        for (; i < length && start + i + 8 <= data.length; i += 8) {
            long word = (long) LONGS.get(data, start + i);
            long low = word & LOW_BITS;
            long letters = (low + belowFirst ^ low + aboveLast) & ~word & ~LOW_BITS;
            LONGS.set(target, at + i, word ^ letters >>> 2);
        }
        for (; i < length; i++) {
            byte b = data[start + i];
            target[at + i] = b >= first && b <= last ? (byte) (b ^ 32) : b;
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
