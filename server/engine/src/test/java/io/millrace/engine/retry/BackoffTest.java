package io.millrace.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(new Random(7));

    @Test
    void pausesDoubleUpToHalfAMinute() {
        long whole = TimeUnit.MILLISECONDS.toNanos(100);
        for (int failure = 0; failure < 12; failure++) {
            assertThat(backoff.next()).isBetween(whole / 2, whole);
            whole = Math.min(2 * whole, TimeUnit.SECONDS.toNanos(30));
        }
        assertThat(whole).isEqualTo(TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void pausesOfThoseWhoFailTogetherDiffer() {
        assertThat(backoff.next()).isNotEqualTo(new Backoff(new Random(8)).next());
    }

    @Test
    void successBeginsAnew() {
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }
}
