package io.millrace.engine.codegen.runtime.variant;

import io.millrace.engine.codegen.runtime.Decimals;
import io.millrace.engine.codegen.runtime.Encoding;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.NumberText;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.engine.codegen.runtime.TimeText;
import io.millrace.engine.codegen.runtime.Times;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.variant.VariantJson;
import io.millrace.spi.data.variant.VariantKind;
import io.millrace.spi.data.variant.VariantNumbers;
import io.millrace.spi.data.variant.VariantReader;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;

/**
 * Casts of VARIANT values that are not JSON's null: as the cast of what is within, which for a text is what it spells. A value is said by its
 * array and where it begins.
 */
public final class VariantCasts {

    /** No DECIMAL has as many digits on either side of its point. */
    private static final int MOST_DIGITS = 80;

    private VariantCasts() {}

    static EvaluationException mismatch(byte[] data, int at, String type) {
        String held = VariantText.typeOf(data, at);
        return new EvaluationException(
                ErrorCode.INVALID_CAST, "a VARIANT that holds " + article(held) + " is not " + article(type));
    }

    private static String article(String type) {
        return ("AEIO".indexOf(type.charAt(0)) < 0 ? "a " : "an ") + type;
    }

    private static boolean isText(byte[] data, int at) {
        return data[at] == VariantKind.TEXT;
    }

    public static boolean bool(byte[] data, int at) {
        switch (data[at]) {
            case VariantKind.TRUE:
                return true;
            case VariantKind.FALSE, VariantKind.ZERO:
                return false;
            case VariantKind.POSITIVE, VariantKind.NEGATIVE:
                return true;
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return NumberText.bool(text, 0, text.length);
            default:
                throw mismatch(data, at, "BOOLEAN");
        }
    }

    public static long bigint(byte[] data, int at) {
        if (VariantKind.isFinite(data[at])) {
            return VariantNumbers.isLong(data, at)
                    ? VariantNumbers.readLong(data, at)
                    : Decimals.bigint(near(data, at, "BIGINT"));
        }
        switch (data[at]) {
            case VariantKind.TRUE:
                return 1;
            case VariantKind.FALSE:
                return 0;
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return NumberText.bigint(text, 0, text.length);
            default:
                throw mismatch(data, at, "BIGINT");
        }
    }

    private static EvaluationException outOfRange(byte[] data, int at, String type) {
        return new EvaluationException(
                ErrorCode.NUMERIC_OUT_OF_RANGE, VariantJson.text(data, at) + " is out of range of " + type);
    }

    /** A number that is not so large, nor so small, that its digits fill the memory. */
    private static BigDecimal near(byte[] data, int at, String type) {
        long digits = VariantNumbers.wholeDigits(data, at);
        if (digits > MOST_DIGITS) {
            throw outOfRange(data, at, type);
        }
        return digits < -MOST_DIGITS ? BigDecimal.ZERO : VariantNumbers.readDecimal(data, at);
    }

    /** A DECIMAL of any layout. */
    public static BigDecimal decimal(byte[] data, int at, int precision, int scale) {
        String type = "DECIMAL(" + precision + ", " + scale + ")";
        if (VariantKind.isFinite(data[at])) {
            return Decimals.fit(near(data, at, type), precision, scale);
        }
        switch (data[at]) {
            case VariantKind.TRUE:
                return Decimals.fit(BigDecimal.ONE, precision, scale);
            case VariantKind.FALSE:
                return Decimals.fit(BigDecimal.ZERO, precision, scale);
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return NumberText.decimal(text, 0, text.length, precision, scale);
            default:
                throw mismatch(data, at, type);
        }
    }

    /** A DECIMAL of at most 18 digits. */
    public static long scaled(byte[] data, int at, int precision, int scale) {
        return decimal(data, at, precision, scale).unscaledValue().longValue();
    }

    public static double floating(byte[] data, int at) {
        if (VariantKind.isNumber(data[at])) {
            double value = VariantNumbers.readDouble(data, at);
            if (Double.isInfinite(value) && VariantKind.isFinite(data[at])) {
                throw outOfRange(data, at, "DOUBLE");
            }
            return value;
        }
        switch (data[at]) {
            case VariantKind.TRUE:
                return 1;
            case VariantKind.FALSE:
                return 0;
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return NumberText.floating(text, 0, text.length);
            default:
                throw mismatch(data, at, "DOUBLE");
        }
    }

    public static int date(byte[] data, int at) {
        switch (data[at]) {
            case VariantKind.DATE:
                return VariantReader.readInt(data, at);
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ:
                return Times.date(Times.days(VariantReader.readMillis(data, at)));
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return TimeText.date(text, 0, text.length);
            default:
                throw mismatch(data, at, "DATE");
        }
    }

    public static int time(byte[] data, int at) {
        switch (data[at]) {
            case VariantKind.TIME:
                return VariantReader.readInt(data, at);
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ:
                return Times.millisOfDay(VariantReader.readMillis(data, at));
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return TimeText.time(text, 0, text.length);
            default:
                throw mismatch(data, at, "TIME");
        }
    }

    public static long timestamp(byte[] data, int at, boolean zoned) {
        switch (data[at]) {
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ:
                return VariantReader.readMillis(data, at);
            case VariantKind.DATE:
                return VariantReader.readInt(data, at) * Times.DAY;
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return TimeText.timestamp(text, 0, text.length, zoned);
            default:
                throw mismatch(data, at, zoned ? "TIMESTAMP WITH LOCAL TIME ZONE" : "TIMESTAMP");
        }
    }

    /** The same for a type that counts so many to the millisecond. */
    public static long timestamp(byte[] data, int at, boolean zoned, long perMilli) {
        switch (data[at]) {
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ:
                return Times.plus(
                        Times.finer(VariantReader.readMillis(data, at), perMilli),
                        VariantReader.readNanosOfMilli(data, at) * perMilli / 1_000_000);
            case VariantKind.TEXT:
                byte[] text = VariantReader.readBytes(data, at);
                return TimeText.timestamp(text, 0, text.length, zoned, perMilli);
            default:
                return Times.finer(timestamp(data, at, zoned), perMilli);
        }
    }

    public static int months(byte[] data, int at) {
        if (isText(data, at)) {
            byte[] text = VariantReader.readBytes(data, at);
            return TimeText.monthInterval(text, 0, text.length);
        }
        if (data[at] != VariantKind.INTERVAL_MONTH) {
            throw mismatch(data, at, "INTERVAL YEAR TO MONTH");
        }
        return VariantReader.readInt(data, at);
    }

    public static long millis(byte[] data, int at) {
        if (isText(data, at)) {
            byte[] text = VariantReader.readBytes(data, at);
            return TimeText.dayInterval(text, 0, text.length);
        }
        if (data[at] != VariantKind.INTERVAL_DAY) {
            throw mismatch(data, at, "INTERVAL DAY TO SECOND");
        }
        return VariantReader.readMillis(data, at);
    }

    /** Appends a text as it is, others as they are in JSON. */
    public static void text(byte[] data, int at, TextBuffer out) {
        if (isText(data, at)) {
            out.reserve(VariantReader.textLength(data, at));
            out.advance(VariantReader.copyText(data, at, out.data(), out.size()));
        } else if (data[at] == VariantKind.ARRAY || data[at] == VariantKind.OBJECT) {
            VariantText.print(data, at, out);
        } else {
            out.append(VariantJson.text(data, at));
        }
    }

    /** Appends bytes, also those of a text. */
    public static void binary(byte[] data, int at, TextBuffer out) {
        if (data[at] == VariantKind.UUID) {
            out.append(data, VariantReader.uuidAt(at), UuidBytes.LENGTH);
            return;
        }
        if (data[at] != VariantKind.BINARY && !isText(data, at)) {
            throw mismatch(data, at, "VARBINARY");
        }
        byte[] bytes = VariantReader.readBytes(data, at);
        out.append(bytes, 0, bytes.length);
    }

    /** Appends the bytes of a UUID. */
    public static void uuid(byte[] data, int at, TextBuffer out) {
        if (data[at] == VariantKind.UUID) {
            out.append(data, VariantReader.uuidAt(at), UuidBytes.LENGTH);
            return;
        }
        byte[] bytes = data[at] == VariantKind.BINARY || isText(data, at) ? VariantReader.readBytes(data, at) : null;
        if (bytes == null) {
            throw mismatch(data, at, "UUID");
        }
        if (isText(data, at)) {
            Encoding.parseUuid(bytes, 0, bytes.length, out);
        } else {
            Encoding.checkUuid(bytes, 0, bytes.length);
            out.append(bytes, 0, bytes.length);
        }
    }
}
