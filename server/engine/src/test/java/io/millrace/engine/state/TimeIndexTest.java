package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeIndexTest {

    @Test
    void expiresWhatASortedMapWould() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            TimeIndex index = new TimeIndex();
            Map<Integer, Long> model = new TreeMap<>();
            long now = 0;
            for (int round = 0; round < 200; round++) {
                int id = random.nextInt(200);
                if (!model.containsKey(id)) {
                    long time = now + random.nextInt(20_000) - 5_000;
                    index.add(id, time);
                    model.put(id, time);
                } else if (random.nextInt(3) == 0) {
                    index.remove(id);
                    model.remove(id);
                }
                if (random.nextInt(3) == 0) {
                    long least = model.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
                    assertThat(index.next())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(least);
                }
                now += random.nextInt(300);
                if (random.nextInt(4) == 0) {
                    long bound = now;
                    int[] expired = index.expire(bound);
                    int[] expected = model.entrySet().stream()
                            .filter(entry -> entry.getValue() <= bound)
                            .mapToInt(Map.Entry::getKey)
                            .toArray();
                    Arrays.sort(expired);
                    assertThat(expired).as("seed %d, round %d", seed, round).isEqualTo(expected);
                    model.values().removeIf(time -> time <= bound);
                }
            }
        }
    }

    @Test
    void extremeTimesExpireToo() {
        TimeIndex index = new TimeIndex();
        index.add(0, Long.MIN_VALUE);
        index.add(1, Long.MAX_VALUE);
        assertThat(index.expire(0)).containsExactly(0);
        assertThat(index.contains(1)).isTrue();
        assertThat(index.expire(Long.MAX_VALUE)).containsExactly(1);
    }
}
