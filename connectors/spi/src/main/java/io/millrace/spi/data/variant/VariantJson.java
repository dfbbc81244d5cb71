package io.millrace.spi.data.variant;

import io.millrace.spi.data.UuidBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Locale;

/** VARIANT values as JSON text: what JSON has no form for is a string. */
public final class VariantJson {

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final long DAY = 86_400_000L;

    private VariantJson() {}

    /** Appends the value that begins at {@code start}. */
    public static void print(byte[] data, int start, StringBuilder text) {
        int at = start;
        int depth = 0;
        BitSet objects = new BitSet();
        boolean first = true;
        do {
            byte kind = data[at];
            if (kind == VariantKind.END) {
                depth--;
                text.append(objects.get(depth) ? '}' : ']');
                at++;
                first = false;
                continue;
            }
            if (!first) {
                text.append(',');
            }
            if (kind == VariantKind.ENTRY) {
                int end = VariantReader.textEnd(data, at + 1);
                quote(new String(VariantReader.entryKey(data, at), StandardCharsets.UTF_8), text);
                text.append(':');
                at = end + 2;
                kind = data[at];
            }
            first = kind == VariantKind.ARRAY || kind == VariantKind.OBJECT;
            if (first) {
                objects.set(depth++, kind == VariantKind.OBJECT);
                text.append(kind == VariantKind.OBJECT ? '{' : '[');
                at++;
            } else {
                scalar(data, at, text);
                at = VariantReader.skip(data, at);
            }
        } while (depth > 0);
    }

    private static void scalar(byte[] data, int at, StringBuilder text) {
        switch (data[at]) {
            case VariantKind.NULL -> text.append("null");
            case VariantKind.FALSE -> text.append("false");
            case VariantKind.TRUE -> text.append("true");
            case VariantKind.NEGATIVE, VariantKind.ZERO, VariantKind.POSITIVE ->
                text.append(VariantNumbers.text(data, at));
            default -> quote(text(data, at), text);
        }
    }

    private static String timestamp(long millis, int nanosOfMilli) {
        String text = TIMESTAMP.format(Instant.ofEpochMilli(millis));
        return nanosOfMilli == 0
                ? text
                : text
                        + String.format(
                                nanosOfMilli % 1_000 == 0 ? "%03d" : "%06d",
                                nanosOfMilli % 1_000 == 0 ? nanosOfMilli / 1_000 : nanosOfMilli);
    }

    /** The value that begins at {@code at}, which is no array, no object and no null, as text without quotes. */
    public static String text(byte[] data, int at) {
        return switch (data[at]) {
            case VariantKind.TRUE -> "true";
            case VariantKind.FALSE -> "false";
            case VariantKind.NEGATIVE, VariantKind.ZERO, VariantKind.POSITIVE -> VariantNumbers.text(data, at);
            case VariantKind.NAN -> "NaN";
            case VariantKind.INFINITY -> "Infinity";
            case VariantKind.NEGATIVE_INFINITY -> "-Infinity";
            case VariantKind.TEXT -> new String(VariantReader.readBytes(data, at), StandardCharsets.UTF_8);
            case VariantKind.BINARY -> HexFormat.of().formatHex(VariantReader.readBytes(data, at));
            case VariantKind.UUID -> UuidBytes.text(data, VariantReader.uuidAt(at));
            case VariantKind.DATE ->
                LocalDate.ofEpochDay(VariantReader.readInt(data, at)).toString();
            case VariantKind.TIME -> TIME.format(LocalTime.ofNanoOfDay(VariantReader.readInt(data, at) * 1_000_000L));
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ ->
                timestamp(VariantReader.readMillis(data, at), VariantReader.readNanosOfMilli(data, at));
            case VariantKind.INTERVAL_MONTH -> months(VariantReader.readInt(data, at));
            case VariantKind.INTERVAL_DAY -> millis(VariantReader.readMillis(data, at));
            default -> throw new IllegalStateException("no kind " + data[at]);
        };
    }

    private static String months(int months) {
        long size = Math.abs((long) months);
        return (months < 0 ? "-" : "+") + size / 12 + "-" + size % 12;
    }

    private static String millis(long millis) {
        long size = Math.abs(millis);
        return (millis < 0 ? "-" : "+") + size / DAY + " " + TIME.format(LocalTime.ofNanoOfDay(size % DAY * 1_000_000));
    }

    /** Appends a text as a JSON string. */
    public static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
