package io.millrace.connector.http;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code WITH (…)} says about a source.
 *
 * @param interval from one answer to the next question
 * @param most bytes of an answer
 * @param repeats whether an answer gives its rows although it is the same as the one before
 */
record PollingOptions(Duration interval, int most, boolean repeats) {

    private static final long MOST = 256L << 20;

    static List<Option> declared() {
        List<Option> options = new ArrayList<>(Peer.declared());
        options.add(Option.withDefault("poll.interval", Kind.DURATION, "1 minute", "how often to ask"));
        options.add(Option.withDefault("max.size", Kind.BYTES, "32 MiB", "how long an answer may be"));
        options.add(Option.withDefault(
                "unchanged",
                Kind.STRING,
                "skip",
                "'skip': an answer that is the same as the one before gives no rows; 'take': it gives its rows again"));
        return options;
    }

    static PollingOptions of(Options options) {
        long most = options.bytes("max.size").orElseThrow();
        if (most < 1 || most > MOST) {
            throw Peer.invalid(
                    "option 'max.size' is '" + options.string("max.size").orElseThrow()
                            + "', but must be between 1 B and " + (MOST >> 20) + " MiB");
        }
        String unchanged = options.string("unchanged").orElseThrow();
        if (!List.of("skip", "take").contains(unchanged)) {
            throw Peer.invalid("option 'unchanged' is '" + unchanged + "', but must be 'skip' or 'take'");
        }
        return new PollingOptions(
                options.duration("poll.interval").orElseThrow(), (int) most, unchanged.equals("take"));
    }
}
