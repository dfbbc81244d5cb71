package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which values of a growing column are old enough. */
class SettledValuesTest {

    private final SettledValues values = new SettledValues(Duration.ofNanos(10));

    private static OrderValue value(long number) {
        return new OrderValue(number);
    }

    @Test
    void valueIsSettledOnceItWasSeenForTheDelayBeforeATransaction() {
        values.see(value(1), 100);
        values.see(value(2), 105);
        assertThat(values.bound(109)).isEmpty();
        assertThat(values.bound(110)).contains(value(1));
        assertThat(values.bound(115)).contains(value(2));
    }

    @Test
    void valueThatStaysIsNotedOnceAndAgesSinceThen() {
        for (long time = 0; time < 9; time++) {
            values.see(value(1), time);
        }
        assertThat(values.waiting()).isEqualTo(1);
        assertThat(values.bound(10)).contains(value(1));
        values.see(value(1), 11);
        assertThat(values.waiting()).isZero();
    }
}
