package io.millrace.engine.codegen.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatTest {

    private static final long LARGE = 1L << 48;

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd", "HH:mm", "yyyy/MM/dd, HH:mm:ss.SSS", "dd..MM", "yy MMM d", "'at' HH", ""})
    void writesWhatJavaWrites(String pattern) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DateTimeFormatter formatter = TimeText.formatter(pattern);
        DateFormat format = new DateFormat(formatter, pattern);
        TextBuffer buffer = new TextBuffer(16);
        long millis = 0;
        for (int i = 0; i < 2_000; i++) {
            millis = switch (random.nextInt(4)) {
                case 0 -> random.nextLong() % LARGE;
                case 1 -> random.nextLong() % (LARGE >> 12);
                default -> millis + random.nextInt(100_000) - 50_000;
            };
            buffer = random.nextInt(50) == 0 ? new TextBuffer(16) : buffer;
            long slice = format.slice(millis, buffer);
            String text = Text.string(buffer.data(), (int) (slice >>> 32), (int) slice);
            assertThat(text)
                    .as("%d with seed %d", millis, seed)
                    .isEqualTo(formatter.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 86_399_999})
    void neighboursShareTheirText(long millis) {
        DateFormat format = new DateFormat(TimeText.formatter("yyyy-MM-dd"), "yyyy-MM-dd");
        TextBuffer buffer = new TextBuffer(16);
        long first = format.slice(1, buffer);
        assertThat(format.slice(millis, buffer)).isEqualTo(first);
        assertThat(format.slice(86_400_000, buffer)).isNotEqualTo(first);
    }
}
