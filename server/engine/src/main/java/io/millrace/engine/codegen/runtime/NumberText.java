package io.millrace.engine.codegen.runtime;

import java.math.BigDecimal;
import java.util.Locale;

/** Reads numbers and booleans from text and writes them; spaces around a number do not matter. */
public final class NumberText {

    private NumberText() {}

    public static long bigint(byte[] data, int start, int length) {
        return parse(data, start, length, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
    }

    public static int integer(byte[] data, int start, int length) {
        return (int) parse(data, start, length, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
    }

    public static int smallint(byte[] data, int start, int length) {
        return (int) parse(data, start, length, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
    }

    public static int tinyint(byte[] data, int start, int length) {
        return (int) parse(data, start, length, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
    }

    private static long parse(byte[] data, int start, int length, long least, long most, String type) {
        int i = start;
        int end = start + length;
        while (i < end && data[i] == ' ') {
            i++;
        }
        while (end > i && data[end - 1] == ' ') {
            end--;
        }
        boolean negative = i < end && data[i] == '-';
        if (i < end && (negative || data[i] == '+')) {
            i++;
        }
        if (i == end) {
            throw EvaluationException.invalidCast(data, start, length, type);
        }
        long value = 0;
        boolean overflow = false;
        boolean checking = end - i > 18;
        for (; i < end; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                throw EvaluationException.invalidCast(data, start, length, type);
            }
            overflow |= checking && value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (overflow || value < (negative ? least : -most)) {
            throw EvaluationException.outOfRange(
                    Text.string(data, start, length).trim() + " is out of range of " + type);
        }
        return negative ? value : -value;
    }

    public static double real(byte[] data, int start, int length) {
        return Exact.real(floating(data, start, length, "REAL"));
    }

    public static double floating(byte[] data, int start, int length) {
        return floating(data, start, length, "DOUBLE");
    }

    /** Short decimals are exact in two doubles and divided once; the others are left to the JDK. */
    private static double floating(byte[] data, int start, int length, String type) {
        long digits = 0;
        int scale = -1;
        int count = 0;
        int i = start;
        int end = start + length;
        boolean negative = i < end && data[i] == '-';
        if (negative) {
            i++;
        }
        for (; i < end && count < 16; i++) {
            int digit = data[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
                scale += scale >= 0 ? 1 : 0;
            } else if (data[i] == '.' && scale < 0) {
                scale = 0;
            } else {
                break;
            }
        }
        if (i == end && count > 0 && count < 16) {
            double value = digits / (double) Decimals.power(Math.max(scale, 0));
            return negative ? -value : value;
        }
        return floatingByJdk(data, start, length, type);
    }

    private static double floatingByJdk(byte[] data, int start, int length, String type) {
        String text = Text.string(data, start, length).trim();
        char last = text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1));
        try {
            if (last != 'd' && last != 'f' && text.indexOf('x') < 0 && text.indexOf('X') < 0) {
                double value = Double.parseDouble(text);
                if (Double.isInfinite(value) && last != 'y') {
                    throw EvaluationException.outOfRange(text + " is out of range of " + type);
                }
                return value;
            }
        } catch (NumberFormatException e) {
            throw EvaluationException.invalidCast(data, start, length, type);
        }
        throw EvaluationException.invalidCast(data, start, length, type);
    }

    /** For types of at most 18 digits. */
    public static long scaled(byte[] data, int start, int length, int precision, int scale) {
        long digits = 0;
        int fraction = -1;
        int count = 0;
        int i = start;
        int end = start + length;
        boolean negative = i < end && data[i] == '-';
        if (negative) {
            i++;
        }
        for (; i < end && count < 18; i++) {
            int digit = data[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                count++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (data[i] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        if (i == end && count > 0) {
            return Decimals.rescale(negative ? -digits : digits, Math.max(fraction, 0), precision, scale);
        }
        return Decimals.scaled(parseDecimal(data, start, length, precision, scale), precision, scale);
    }

    public static BigDecimal decimal(byte[] data, int start, int length, int precision, int scale) {
        return Decimals.fit(parseDecimal(data, start, length, precision, scale), precision, scale);
    }

    private static BigDecimal parseDecimal(byte[] data, int start, int length, int precision, int scale) {
        try {
            return new BigDecimal(Text.string(data, start, length).trim());
        } catch (NumberFormatException e) {
            throw EvaluationException.invalidCast(data, start, length, "DECIMAL(" + precision + ", " + scale + ")");
        }
    }

    /** TRUE, FALSE and their customary short forms, in any case. */
    public static boolean bool(byte[] data, int start, int length) {
        String text = Text.string(data, start, length).trim().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw EvaluationException.invalidCast(data, start, length, "BOOLEAN");
        };
    }

    public static void print(double value, TextBuffer out) {
        out.append(Double.toString(value));
    }

    public static void printReal(double value, TextBuffer out) {
        out.append(Float.toString((float) value));
    }

    public static void print(BigDecimal value, TextBuffer out) {
        out.append(value.toPlainString());
    }

    public static void print(boolean value, TextBuffer out) {
        out.append(value ? "TRUE" : "FALSE");
    }

    /** A scaled long with its point. */
    public static void printScaled(long value, int scale, TextBuffer out) {
        if (scale == 0) {
            out.append(value);
            return;
        }
        if (scale > 18 || value == Long.MIN_VALUE) {
            out.append(BigDecimal.valueOf(value, scale).toPlainString());
            return;
        }
        long power = Decimals.power(scale);
        if (value < 0) {
            out.append('-');
        }
        long positive = Math.abs(value);
        out.append(positive / power);
        out.append('.');
        out.appendPadded(positive % power, scale);
    }
}
