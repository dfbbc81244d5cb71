package io.millrace.spi.data.variant;

import io.millrace.spi.data.Utf8;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Reads JSON text in UTF-8 into a {@link VariantWriter}, strictly as RFC 8259 has it. Can be used again. Not thread-safe. */
public final class JsonReader {

    /** How deep arrays and objects may lie in each other. */
    public static final int MOST_LEVELS = 1_000;
    /** Exponents of ten up to here; PostgreSQL has about the same limit. */
    private static final int MOST_EXPONENT = 130_000;

    private final VariantWriter out;
    private byte[] text;
    private int at;
    private int end;
    private int start;

    public JsonReader(VariantWriter out) {
        this.out = out;
    }

    /** Where values are written. */
    public VariantWriter out() {
        return out;
    }

    /**
     * Writes the value of a text.
     *
     * @throws InvalidJsonException when it is no JSON; what was written until then is to be forgotten
     */
    public void read(byte[] source, int from, int length) {
        text = source;
        start = from;
        at = from;
        end = from + length;
        blanks();
        value(0);
        blanks();
        if (at < end) {
            throw unexpected("nothing more");
        }
    }

    private InvalidJsonException unexpected(String wanted) {
        if (at >= end) {
            return invalid("ends where there should be " + wanted);
        }
        int c = text[at];
        String shown = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "a byte " + (c & 0xFF);
        return invalid("has " + shown + " where there should be " + wanted);
    }

    private InvalidJsonException invalid(String what) {
        return invalid(what, false);
    }

    private InvalidJsonException invalid(String what, boolean encoding) {
        return new InvalidJsonException(what + " (at byte " + (Math.min(at, end) - start + 1) + ")", encoding);
    }

    private void blanks() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private void value(int level) {
        if (at >= end) {
            throw unexpected("a value");
        }
        switch (text[at]) {
            case '{' -> object(level + 1);
            case '[' -> array(level + 1);
            case '"' -> {
                out.beginText();
                string();
            }
            case 't' -> word("true", VariantKind.TRUE);
            case 'f' -> word("false", VariantKind.FALSE);
            case 'n' -> word("null", VariantKind.NULL);
            default -> number();
        }
    }

    private void word(String word, byte kind) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= end || text[at] != word.charAt(i)) {
                throw unexpected(word);
            }
        }
        out.put(kind);
    }

    private void enter(int level) {
        if (level > MOST_LEVELS) {
            throw invalid("has more than " + MOST_LEVELS + " levels of arrays and objects");
        }
        at++;
        blanks();
    }

    private void array(int level) {
        enter(level);
        out.beginArray();
        if (at < end && text[at] == ']') {
            at++;
        } else {
            do {
                blanks();
                value(level);
                blanks();
            } while (more(']'));
        }
        out.endArray();
    }

    private void object(int level) {
        enter(level);
        int begin = out.beginObject();
        boolean inOrder = true;
        if (at < end && text[at] == '}') {
            at++;
        } else {
            int previous = -1;
            do {
                blanks();
                int entry = out.size();
                member(level);
                inOrder &= previous < 0 || out.follows(previous, entry);
                previous = entry;
                blanks();
            } while (more('}'));
        }
        out.endObject(begin, inOrder);
    }

    private void member(int level) {
        if (at >= end || text[at] != '"') {
            throw unexpected("a key in double quotes");
        }
        out.beginEntry();
        string();
        blanks();
        if (at >= end || text[at] != ':') {
            throw unexpected("':'");
        }
        at++;
        blanks();
        value(level);
    }

    /** Goes behind a comma or the end. */
    private boolean more(char last) {
        if (at < end && text[at] == ',') {
            at++;
            return true;
        }
        if (at < end && text[at] == last) {
            at++;
            return false;
        }
        throw unexpected("',' or '" + last + "'");
    }

    private void string() {
        at++;
        int plain = at;
        while (true) {
            if (at >= end) {
                throw unexpected("'\"'");
            }
            byte c = text[at];
            if (c == '"') {
                out.putPart(text, plain, at - plain);
                out.endText();
                at++;
                return;
            }
            if (c >= 0 && c < ' ') {
                throw invalid("has a control character in a string");
            }
            if (c == '\\') {
                out.putPart(text, plain, at - plain);
                escape();
                plain = at;
            } else {
                at += c >= 0 ? 1 : sequence();
            }
        }
    }

    /** The length of the character at the place, which is not of ASCII. */
    private int sequence() {
        int length = Utf8.sequenceLength(text, at, end);
        if (length == 0) {
            throw invalid("is not valid UTF-8", true);
        }
        return length;
    }

    private void escape() {
        at++;
        if (at >= end) {
            throw unexpected("an escape");
        }
        switch (text[at]) {
            case '"', '\\', '/' -> out.putPart(text[at]);
            case 'b' -> out.putPart('\b');
            case 'f' -> out.putPart('\f');
            case 'n' -> out.putPart('\n');
            case 'r' -> out.putPart('\r');
            case 't' -> out.putPart('\t');
            case 'u' -> {
                unicode();
                return;
            }
            default -> throw invalid("has an unknown escape");
        }
        at++;
    }

    private void unicode() {
        int first = hex();
        if (!Character.isSurrogate((char) first)) {
            encode(first);
            return;
        }
        boolean paired = at + 1 < end && text[at] == '\\' && text[at + 1] == 'u';
        if (Character.isHighSurrogate((char) first) && paired) {
            at++;
            int second = hex();
            if (Character.isLowSurrogate((char) second)) {
                encode(Character.toCodePoint((char) first, (char) second));
                return;
            }
        }
        throw invalid("holds half of a surrogate pair", true);
    }

    /** The digits behind the letter at the place. */
    private int hex() {
        at++;
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < end ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw invalid("has a \\u escape without four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void encode(int codePoint) {
        if (codePoint < 0x80) {
            out.putPart(codePoint);
        } else if (codePoint < 0x800) {
            out.putPart(0xC0 | codePoint >> 6);
            out.putPart(0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            out.putPart(0xE0 | codePoint >> 12);
            out.putPart(0x80 | codePoint >> 6 & 0x3F);
            out.putPart(0x80 | codePoint & 0x3F);
        } else {
            out.putPart(0xF0 | codePoint >> 18);
            out.putPart(0x80 | codePoint >> 12 & 0x3F);
            out.putPart(0x80 | codePoint >> 6 & 0x3F);
            out.putPart(0x80 | codePoint & 0x3F);
        }
    }

    private boolean digitHere() {
        return at < end && text[at] >= '0' && text[at] <= '9';
    }

    private void number() {
        int first = at;
        boolean negative = text[at] == '-';
        if (negative) {
            at++;
        }
        if (!digitHere()) {
            throw unexpected("a value");
        }
        long value = 0;
        int digits = 0;
        if (text[at] == '0') {
            at++;
        } else {
            for (; digitHere(); at++, digits++) {
                value = value * 10 + text[at] - '0';
            }
        }
        int scale = 0;
        if (at < end && text[at] == '.') {
            at++;
            if (!digitHere()) {
                throw unexpected("a digit");
            }
            for (; digitHere(); at++, digits++, scale++) {
                value = value * 10 + text[at] - '0';
            }
        }
        boolean exponent = at < end && (text[at] == 'e' || text[at] == 'E');
        if (!exponent && digits <= 18) {
            out.putScaled(negative ? -value : value, scale);
            return;
        }
        if (exponent) {
            exponent();
        }
        if (digits > MOST_EXPONENT) {
            throw invalid("has a number of more than " + MOST_EXPONENT + " digits");
        }
        out.putDecimal(new BigDecimal(new String(text, first, at - first, StandardCharsets.US_ASCII)));
    }

    private void exponent() {
        at++;
        if (at < end && (text[at] == '+' || text[at] == '-')) {
            at++;
        }
        if (!digitHere()) {
            throw unexpected("a digit");
        }
        int value = 0;
        for (; digitHere(); at++) {
            value = Math.min(MOST_EXPONENT + 1, value * 10 + text[at] - '0');
        }
        if (value > MOST_EXPONENT) {
            throw invalid("has a number with an exponent beyond " + MOST_EXPONENT);
        }
    }
}
