package io.millrace.engine.codegen.runtime;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * DATE_FORMAT with a constant pattern: writes the usual fields by itself, and writes the same text only once for neighbours that
 * share it.
 *
 * <p>Not thread-safe: one per instance of a generated class.
 */
public final class DateFormat {

    private static final long LAST_FOUR_DIGIT_YEAR = 9_999;

    /** A field with a fixed number of digits, or a character. */
    private record Part(char letter, int width) {}

    private final DateTimeFormatter formatter;
    /** Empty when the pattern asks for more than this class knows. */
    private final List<Part> parts;
    /** Times within the same multiple of this have the same text. */
    private final long unit;

    private TextBuffer lastBuffer;
    private long lastUnit;
    private long lastSlice;

    public DateFormat(DateTimeFormatter formatter, String pattern) {
        this.formatter = formatter;
        this.parts = parse(pattern);
        this.unit = parts.stream().mapToLong(part -> unit(part.letter)).min().orElse(1);
    }

    private static List<Part> parse(String pattern) {
        List<Part> parts = new ArrayList<>();
        int width;
        for (int at = 0; at < pattern.length(); at += width) {
            char letter = pattern.charAt(at);
            width = 1;
            while (at + width < pattern.length() && pattern.charAt(at + width) == letter) {
                width++;
            }
            boolean known = switch (letter) {
                case 'y' -> width == 4;
                case 'M', 'd', 'H', 'm', 's' -> width == 2;
                case 'S' -> width == 3;
                case '-', '/', ':', '.', ',', ' ' -> true;
                default -> false;
            };
            if (!known) {
                return List.of();
            }
            parts.add(new Part(letter, width));
        }
        return List.copyOf(parts);
    }

    private static long unit(char letter) {
        return switch (letter) {
            case 'H' -> Times.HOUR;
            case 'm' -> Times.MINUTE;
            case 's' -> Times.SECOND;
            case 'S' -> 1;
            default -> Times.DAY;
        };
    }

    /** The slice of the buffer that holds the text of a time. */
    public long slice(long millis, TextBuffer out) {
        long number = Math.floorDiv(millis, unit);
        if (out == lastBuffer && number == lastUnit) {
            return lastSlice;
        }
        int start = out.size();
        write(millis, out);
        lastBuffer = out;
        lastUnit = number;
        lastSlice = Text.slice(start, out.size() - start);
        return lastSlice;
    }

    private void write(long millis, TextBuffer out) {
        long civil = Times.civil(Times.days(millis));
        long year = civil >> 16;
        if (parts.isEmpty() || year < 1 || year > LAST_FOUR_DIGIT_YEAR) {
            TimeText.format(millis, formatter, out);
            return;
        }
        int ofDay = Times.millisOfDay(millis);
        for (Part part : parts) {
            switch (part.letter) {
                case 'y' -> out.appendPadded(year, part.width);
                case 'M' -> out.appendPadded(civil >> 8 & 0xFF, part.width);
                case 'd' -> out.appendPadded(civil & 0xFF, part.width);
                case 'H' -> out.appendPadded(ofDay / Times.HOUR, part.width);
                case 'm' -> out.appendPadded(ofDay / Times.MINUTE % 60, part.width);
                case 's' -> out.appendPadded(ofDay / Times.SECOND % 60, part.width);
                case 'S' -> out.appendPadded(ofDay % 1_000, part.width);
                default -> {
                    for (int i = 0; i < part.width; i++) {
                        out.append(part.letter);
                    }
                }
            }
        }
    }
}
