package io.millrace.connector.files;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where files are begun with: at their starts, or at places in them that were found when the stream was created. */
final class FileStart {

    private static final String OPTION = "start";
    private static final String EARLIEST = "earliest";
    /** These are found out by the server before anything is read. */
    private static final List<String> WORDS = List.of(EARLIEST, "latest", "resume");

    private static final int SHOWN = 40;

    private static final Pattern PLACE = Pattern.compile("(.+?)@([0-9a-f]{56})(?:, |$)", Pattern.DOTALL);

    private FileStart() {}

    static Option option() {
        return Option.withDefault(
                OPTION,
                Option.Kind.STRING,
                EARLIEST,
                "what START FROM says: 'earliest', 'latest', or places in files that the server has found");
    }

    /** The option that says these places. */
    static String startAt(Map<String, Offset> places) {
        return new TreeMap<>(places)
                .entrySet().stream()
                        .map(place -> place.getKey() + "@"
                                + HexFormat.of().formatHex(place.getValue().bytes()))
                        .collect(Collectors.joining(", "));
    }

    static Map<String, Offset> of(Options options) {
        return of(options.string(OPTION).orElse(EARLIEST));
    }

    static Map<String, Offset> of(String start) {
        Map<String, Offset> places = new HashMap<>();
        if (WORDS.contains(start)) {
            return places;
        }
        Matcher place = PLACE.matcher(start);
        int end = 0;
        while (place.find() && place.start() == end) {
            end = place.end();
            places.put(place.group(1), Offset.ofBytes(HexFormat.of().parseHex(place.group(2))));
        }
        if (places.isEmpty() || end < start.length()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'start' is '" + (start.length() > SHOWN ? start.substring(0, SHOWN) + "…" : start)
                            + "'; files begin at the BEGINNING, NOW, or where RESUME finds them, not at a time or at places that are written by hand");
        }
        return places;
    }

    /** Refuses places of which none is in a file of the source: RESUME had taken them from a stream of other files. */
    static void checkListed(List<FilePartition> begun, FileListing listing) {
        if (!begun.isEmpty() && begun.stream().noneMatch(one -> listing.holds(one.origin()))) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "file \"" + begun.get(0).origin()
                            + "\", where the stream is to begin, is none of those that it reads now;"
                            + " write START FROM BEGINNING or NOW");
        }
    }

    /** What was read, or else where it begins. */
    static Map<String, Offset> reached(Map<String, Offset> starts, Map<String, Offset> offsets) {
        if (starts.isEmpty()) {
            return offsets;
        }
        Map<String, Offset> all = new HashMap<>(starts);
        all.putAll(offsets);
        return all;
    }
}
