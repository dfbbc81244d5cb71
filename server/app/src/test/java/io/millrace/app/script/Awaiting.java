package io.millrace.app.script;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks again until the answer fits, for results that arrive in their own time. */
final class Awaiting {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Awaiting() {}

    /** The first answer that fits, or the last one when the time is over. */
    static <T> T until(Callable<T> question, Predicate<T> fits) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        T answer = question.call();
        while (!fits.test(answer) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = question.call();
        }
        return answer;
    }
}
