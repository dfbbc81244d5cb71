package io.millrace.dstream.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.window.WindowSpec.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowBordersTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void timeIsInsideEachOfItsWindowsAndOutsideItsNeighbours() {
        List<String> zones = List.of(
                "Europe/Paris",
                "America/St_Johns",
                "Australia/Lord_Howe",
                "Asia/Beirut",
                "America/Havana",
                "Pacific/Apia",
                "Asia/Kathmandu",
                "UTC");
        List<Long> slides = List.of(7L, HOUR / 2, HOUR, 90 * HOUR / 60, 2 * HOUR, 7 * HOUR, DAY, 7 * DAY);
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed);
            long slide = slides.get(random.nextInt(slides.size()));
            Kind kind = Kind.values()[random.nextInt(3)];
            long size = kind == Kind.TUMBLE ? slide : slide * (1 + random.nextInt(5));
            long offset = random.nextInt(3) * slide / 3;
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            WindowSpec spec = random.nextBoolean()
                    ? WindowSpec.inZone(kind, size, slide, offset, zone)
                    : new WindowSpec(kind, size, slide, offset, Optional.of(zone));
            long time = at("1960-01-01T00:00:00Z") + (long) (random.nextDouble() * 36_525 * DAY);
            check(spec, nearTransition(zone, time, random), "seed " + seed + " " + spec);
        }
    }

    /** Often a time of the day of the next clock change. */
    private static long nearTransition(ZoneId zone, long time, Random random) {
        var transition = zone.getRules().nextTransition(Instant.ofEpochMilli(time));
        return transition == null || random.nextInt(4) == 0
                ? time
                : transition.toEpochSecond() * 1000 + random.nextInt((int) (3 * HOUR)) - HOUR * 3 / 2;
    }

    private static void check(WindowSpec spec, long time, String what) {
        WindowBorders borders = new WindowBorders(spec);
        long first = borders.first(time);
        long last = borders.last(time);
        assertThat(last).as(what).isGreaterThanOrEqualTo(first);
        for (long number = first; number <= last; number++) {
            assertThat(time).as(what).isBetween(borders.start(number), borders.end(number) - 1);
            assertThat(borders.end(number) - borders.start(number)).as(what).isLessThanOrEqualTo(spec.longest());
            assertThat(borders.end(borders.ending(borders.end(number))))
                    .as(what)
                    .isEqualTo(borders.end(number));
        }
        assertThat(borders.end(first - 1)).as(what).isLessThanOrEqualTo(time);
        assertThat(borders.start(last + 1)).as(what).isGreaterThan(time);
    }

    @Test
    void everyDayBeginsAtItsFirstMoment() {
        for (String name : List.of("Europe/Paris", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe", "UTC")) {
            ZoneId zone = ZoneId.of(name);
            WindowBorders borders = new WindowBorders(WindowSpec.inZone(Kind.TUMBLE, DAY, DAY, 0, zone));
            for (LocalDate day = LocalDate.of(2023, 1, 1); day.getYear() < 2025; day = day.plusDays(1)) {
                long start = day.atStartOfDay(zone).toInstant().toEpochMilli();
                long number = borders.last(start);
                assertThat(borders.start(number)).as(name + day).isEqualTo(start);
                assertThat(borders.end(number))
                        .as(name + day)
                        .isEqualTo(
                                day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
                assertThat(borders.endOfStart(start)).as(name + day).isEqualTo(borders.end(number));
            }
        }
    }

    @Test
    void zoneOnlyShiftsWindowsThatItsClockChangesDoNotCut() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        assertThat(WindowSpec.inZone(Kind.TUMBLE, HOUR, HOUR, 0, paris).zone()).isEmpty();
        assertThat(WindowSpec.inZone(Kind.HOP, DAY, HOUR, 0, paris).zone()).isEmpty();
        assertThat(WindowSpec.inZone(Kind.CUMULATE, DAY, HOUR, 0, paris).zone()).contains(paris);
        assertThat(WindowSpec.inZone(Kind.TUMBLE, 2 * HOUR, 2 * HOUR, 0, paris).zone())
                .contains(paris);
        assertThat(WindowSpec.inZone(Kind.TUMBLE, HOUR, HOUR, 0, ZoneId.of("Asia/Kolkata")))
                .isEqualTo(new WindowSpec(Kind.TUMBLE, HOUR, HOUR, HOUR / 2, Optional.empty()));
        assertThat(WindowSpec.inZone(Kind.TUMBLE, DAY, DAY, 0, ZoneOffset.ofHours(2)))
                .isEqualTo(new WindowSpec(Kind.TUMBLE, DAY, DAY, 22 * HOUR, Optional.empty()));
    }
}
