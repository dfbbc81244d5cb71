package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.error.ErrorCode;

/** Resolves the escapes of JSON strings. */
final class JsonEscapes {

    private JsonEscapes() {}

    /** Puts the text of the escaped string {@code bytes[start .. end)} into {@code target}. */
    static void resolve(byte[] bytes, int start, int end, EscapedText target) {
        target.begin();
        int plain = start;
        int at = start;
        while (at < end) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            target.put(bytes, plain, at);
            at = bytes[at + 1] == 'u' ? unicode(bytes, at, end, target) : simple(bytes, at, target);
            plain = at;
        }
        target.put(bytes, plain, end);
    }

    private static int simple(byte[] bytes, int at, EscapedText target) {
        switch (bytes[at + 1]) {
            case '"', '\\', '/' -> target.put(bytes[at + 1]);
            case 'b' -> target.put('\b');
            case 'f' -> target.put('\f');
            case 'n' -> target.put('\n');
            case 'r' -> target.put('\r');
            case 't' -> target.put('\t');
            default -> throw BadRecord.malformed("has an unknown escape \\" + (char) (bytes[at + 1] & 0x7F));
        }
        return at + 2;
    }

    private static int unicode(byte[] bytes, int at, int end, EscapedText target) {
        int first = hex(bytes, at + 2, end);
        if (Character.isLowSurrogate((char) first)) {
            throw unpaired();
        }
        if (!Character.isHighSurrogate((char) first)) {
            encode(first, target);
            return at + 6;
        }
        boolean paired = at + 12 <= end && bytes[at + 6] == '\\' && bytes[at + 7] == 'u';
        int second = paired ? hex(bytes, at + 8, end) : 0;
        if (!Character.isLowSurrogate((char) second)) {
            throw unpaired();
        }
        encode(Character.toCodePoint((char) first, (char) second), target);
        return at + 12;
    }

    private static BadRecord unpaired() {
        return new BadRecord(ErrorCode.INVALID_ENCODING, "holds half of a surrogate pair");
    }

    private static int hex(byte[] bytes, int start, int end) {
        int value = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < end ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw BadRecord.malformed("has a \\u escape without four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static void encode(int codePoint, EscapedText target) {
        if (codePoint < 0x80) {
            target.put(codePoint);
        } else if (codePoint < 0x800) {
            target.put(0xC0 | (codePoint >> 6));
            target.put(0x80 | (codePoint & 0x3F));
        } else if (codePoint < 0x10000) {
            target.put(0xE0 | (codePoint >> 12));
            target.put(0x80 | ((codePoint >> 6) & 0x3F));
            target.put(0x80 | (codePoint & 0x3F));
        } else {
            target.put(0xF0 | (codePoint >> 18));
            target.put(0x80 | ((codePoint >> 12) & 0x3F));
            target.put(0x80 | ((codePoint >> 6) & 0x3F));
            target.put(0x80 | (codePoint & 0x3F));
        }
    }
}
