package io.millrace.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One query of Nexmark.
 *
 * @param name as in the benchmark, for example {@code q5}
 * @param inputs the streams it reads
 * @param memoryTarget CPU-seconds per million rows read that it must reach from memory, where one is set; likewise files
 */
record NexmarkQuery(String name, List<String> inputs, OptionalDouble memoryTarget, OptionalDouble filesTarget) {

    private static final List<String> BID = List.of("bid");
    private static final List<String> AUCTION_BID = List.of("auction", "bid");
    private static final List<String> AUCTION_PERSON = List.of("auction", "person");
    private static final double NONE = 0;

    private static final List<NexmarkQuery> ALL = List.of(
            query("q0", BID, 0.05, 0.30),
            query("q1", BID, 0.05, 0.30),
            query("q2", BID, 0.03, 0.25),
            query("q3", AUCTION_PERSON, 0.19, 0.70),
            query("q4", AUCTION_BID, 0.30, 0.65),
            query("q5", BID, 0.15, 0.45),
            query("q6", AUCTION_BID, NONE, NONE),
            query("q7", BID, 0.15, 0.45),
            query("q8", AUCTION_PERSON, 0.30, 0.85),
            query("q9", AUCTION_BID, 0.60, NONE),
            query("q10", BID, NONE, NONE),
            query("q11", BID, 0.18, NONE),
            query("q12", BID, NONE, NONE),
            query("q13", BID, NONE, NONE),
            query("q14", BID, NONE, NONE),
            query("q15", BID, 0.20, NONE),
            query("q16", BID, 0.80, NONE),
            query("q17", BID, 0.15, NONE),
            query("q18", BID, 0.45, NONE),
            query("q19", BID, 0.45, NONE),
            query("q20", AUCTION_BID, 0.40, NONE),
            query("q21", BID, 0.25, NONE),
            query("q22", BID, 0.15, NONE));

    private static NexmarkQuery query(String name, List<String> inputs, double memoryTarget, double filesTarget) {
        return new NexmarkQuery(name, inputs, target(memoryTarget), target(filesTarget));
    }

    private static OptionalDouble target(double seconds) {
        return seconds == NONE ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    static List<NexmarkQuery> all() {
        return ALL;
    }

    static NexmarkQuery named(String name) {
        return ALL.stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no benchmark query \"" + name
                        + "\"; there are "
                        + String.join(", ", ALL.stream().map(NexmarkQuery::name).toList())));
    }
}
