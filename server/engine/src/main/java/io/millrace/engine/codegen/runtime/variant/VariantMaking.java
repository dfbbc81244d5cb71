package io.millrace.engine.codegen.runtime.variant;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.Text;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.variant.InvalidJsonException;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;

/** Makes VARIANT values in a buffer; the writer that goes with the buffer is used for all of them. */
public final class VariantMaking {

    private static final int MOST_SHOWN = 60;

    private VariantMaking() {}

    private static void append(VariantWriter value, TextBuffer out) {
        out.append(value.data(), 0, value.size());
    }

    public static void putNull(TextBuffer out) {
        VariantWriter value = out.variant();
        value.putNull();
        append(value, out);
    }

    public static void putBoolean(boolean given, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putBoolean(given);
        append(value, out);
    }

    public static void putLong(long given, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putLong(given);
        append(value, out);
    }

    public static void putScaled(long given, int scale, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putScaled(given, scale);
        append(value, out);
    }

    public static void putDecimal(BigDecimal given, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putDecimal(given);
        append(value, out);
    }

    public static void putDouble(double given, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putDouble(given);
        append(value, out);
    }

    public static void putReal(double given, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putReal((float) given);
        append(value, out);
    }

    public static void putText(byte[] data, int start, int length, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putText(data, start, length);
        append(value, out);
    }

    public static void putBinary(byte[] data, int start, int length, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putBinary(data, start, length);
        append(value, out);
    }

    public static void putUuid(byte[] data, int start, int length, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putUuid(data, start);
        append(value, out);
    }

    public static void putDate(int day, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putDate(day);
        append(value, out);
    }

    public static void putTime(int millis, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putTime(millis);
        append(value, out);
    }

    public static void putTimestamp(long ticks, long perMilli, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putTimestamp(ticks, perMilli);
        append(value, out);
    }

    public static void putInstant(long ticks, long perMilli, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putInstant(ticks, perMilli);
        append(value, out);
    }

    public static void putMonths(int months, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putMonths(months);
        append(value, out);
    }

    public static void putMillis(long millis, TextBuffer out) {
        VariantWriter value = out.variant();
        value.putMillis(millis);
        append(value, out);
    }

    /** An array or multiset. */
    public static void putArray(Type element, Column elements, int start, int length, TextBuffer out) {
        VariantWriter value = out.variant();
        VariantPacking.putArray(element, elements, start, length, value);
        append(value, out);
    }

    /** A row or map. */
    public static void putPacked(Type type, byte[] data, int start, int length, TextBuffer out) {
        VariantWriter value = out.variant();
        VariantPacking.putPacked(type, data, start, value);
        append(value, out);
    }

    /** The value of a text in JSON. */
    public static void parseJson(byte[] data, int start, int length, TextBuffer out) {
        JsonReader reader = out.json();
        try {
            reader.read(data, start, length);
        } catch (InvalidJsonException failure) {
            String shown = Text.string(data, start, Math.min(length, MOST_SHOWN)) + (length > MOST_SHOWN ? "…" : "");
            throw new EvaluationException(
                    ErrorCode.INVALID_CAST, "\"" + shown + "\" is not JSON: it " + failure.getMessage());
        }
        append(reader.out(), out);
    }
}
