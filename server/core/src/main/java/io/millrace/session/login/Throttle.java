package io.millrace.session.login;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes those wait who fail again and again, twice as long each time. Remembers a bounded number of them. Thread-safe. */
final class Throttle {

    private static final int MOST = 10_000;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** @param open when the next attempt is looked at, epoch milliseconds */
    private record Failures(int number, long last, long open) {}

    private final Clock clock;
    private final int free;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    /** @param free how many failures cost nothing */
    Throttle(Clock clock, int free) {
        this.clock = clock;
        this.free = free;
    }

    /** How long somebody has to wait now; nothing for most. */
    synchronized Duration wait(String who) {
        Failures known = failures.get(who);
        if (known == null) {
            return Duration.ZERO;
        }
        long now = clock.millis();
        if (now - known.last() > FORGOTTEN.toMillis()) {
            failures.remove(who);
            return Duration.ZERO;
        }
        return Duration.ofMillis(Math.max(0, known.open() - now));
    }

    synchronized void failed(String who) {
        long now = clock.millis();
        int number = (failures.containsKey(who) ? failures.get(who).number() : 0) + 1;
        int doublings = Math.min(number - free, 30);
        long pause = doublings <= 0 ? 0 : Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(doublings - 1, 20));
        failures.put(who, new Failures(number, now, now + pause));
    }

    synchronized void succeeded(String who) {
        failures.remove(who);
    }
}
