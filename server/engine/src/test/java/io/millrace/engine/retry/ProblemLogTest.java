package io.millrace.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class ProblemLogTest {

    private final List<String> lines = new ArrayList<>();
    private final SteppedTimer timer = SteppedTimer.standing();
    private final ProblemLog problems = new ProblemLog(collecting(), timer);
    private final Exception down = new MillraceException(ErrorCode.SINK_FAILED, "down");

    @Test
    void problemIsWrittenWhenItOccursFirstAndThenOnceAMinuteWithACount() {
        for (int second = 0; second < 180; second++) {
            problems.occurred("sink k: down", down);
            timer.advance(1, TimeUnit.SECONDS);
        }
        assertThat(lines)
                .containsExactly(
                        "warn sink k: down",
                        "warn sink k: down (59 times more since the last line)",
                        "warn sink k: down (59 times more since the last line)");
    }

    @Test
    void problemThatComesAndGoesDoesNotFillTheLog() {
        for (int second = 0; second < 59; second++) {
            problems.occurred("sink k: down", down);
            problems.solved("sink k delivers again");
            timer.advance(1, TimeUnit.SECONDS);
        }
        assertThat(lines).containsExactly("warn sink k: down", "info sink k delivers again");
    }

    @Test
    void solutionOfNoProblemIsNotTold() {
        problems.solved("sink k delivers again");
        assertThat(lines).isEmpty();
    }

    private Logger collecting() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    lines.add(method.getName() + " " + arguments[0]);
                    return null;
                });
    }
}
