package io.millrace.dstream.window;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.Stream;

/** By how much the clocks of a zone are changed. */
final class ZoneShifts {

    private ZoneShifts() {}

    /** The lengths of all changes from 1970 on, those back being negative. */
    static Set<Duration> since1970(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Set<Duration> shifts = new HashSet<>();
        for (ZoneOffsetTransition transition : rules.getTransitions()) {
            if (!transition.getInstant().isBefore(Instant.EPOCH)) {
                shifts.add(transition.getDuration());
            }
        }
        for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
            shifts.add(Duration.ofSeconds(rule.getOffsetAfter().getTotalSeconds()
                    - rule.getOffsetBefore().getTotalSeconds()));
        }
        return shifts;
    }

    /** The distance between the least and the greatest offset that the zone ever had, in milliseconds. */
    static long spread(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        LongSummaryStatistics seconds = Stream.concat(
                        Stream.of(rules.getOffset(Instant.EPOCH)),
                        Stream.concat(
                                rules.getTransitions().stream().flatMap(ZoneShifts::offsets),
                                rules.getTransitionRules().stream()
                                        .flatMap(rule -> Stream.of(rule.getOffsetBefore(), rule.getOffsetAfter()))))
                .mapToLong(ZoneOffset::getTotalSeconds)
                .summaryStatistics();
        return (seconds.getMax() - seconds.getMin()) * 1000;
    }

    private static Stream<ZoneOffset> offsets(ZoneOffsetTransition transition) {
        return Stream.of(transition.getOffsetBefore(), transition.getOffsetAfter());
    }
}
