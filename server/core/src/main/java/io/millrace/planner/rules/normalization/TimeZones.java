package io.millrace.planner.rules.normalization;

import io.millrace.spi.error.Names;
import java.time.ZoneId;

/** The names of time zones, for suggestions. */
final class TimeZones {

    private TimeZones() {}

    /** What to say about a name that no zone has. */
    static String unknown(String name) {
        return "there is no time zone '" + name + "'"
                + Names.nearest(
                                name,
                                ZoneId.getAvailableZoneIds().stream().sorted().toList())
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("; write one as in 'Europe/Paris' or '+02:00'");
    }
}
