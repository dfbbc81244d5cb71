package io.millrace.engine.driver.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableChangesTest {

    private final TableChanges changes = new TableChanges();

    TableChangesTest() {
        changes.add("t", RowType.of(new Field("n", Type.BIGINT, false)));
    }

    @Test
    void fewChangesAreGivenAsTheyCame() {
        Page first = page(new long[] {1, 2}, null);
        Page second = page(new long[] {1, 3}, new long[] {-1, 1});
        changes.note(Map.of("t", List.of(first)));
        changes.note(Map.of("t", List.of(second)));
        assertThat(changes.take("t")).containsExactly(first, second);
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.take("t")).isEmpty();
    }

    @Test
    void manyChangesOfFewRowsBecomeFew() {
        long counter = 0;
        changes.note(Map.of("t", List.of(page(new long[] {-1, -1, -2}, new long[] {1, 1, -1}))));
        for (int batch = 0; batch < 1_000; batch++) {
            long[] values = new long[400];
            long[] weights = new long[400];
            for (int i = 0; i < values.length; i += 2) {
                values[i] = counter;
                weights[i] = -1;
                values[i + 1] = ++counter;
                weights[i + 1] = 1;
            }
            changes.note(Map.of("t", List.of(page(values, weights)), "other", List.of(page(values, weights))));
            changes.compact();
        }
        List<Page> taken = changes.take("t");
        assertThat(taken.stream().mapToLong(Page::size).sum()).isLessThan(70_000);
        assertThat(sum(taken)).isEqualTo(Map.of(-1L, 2L, -2L, -1L, 0L, -1L, counter, 1L));
    }

    private static Map<Long, Long> sum(List<Page> pages) {
        Map<Long, Long> weights = new TreeMap<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                weights.merge(((LongColumn) page.column(0)).values()[row], page.weight(row), Long::sum);
            }
        }
        weights.values().removeIf(weight -> weight == 0);
        return weights;
    }

    private static Page page(long[] values, long[] weights) {
        return Page.of(values.length, List.of(new LongColumn(values.length, values, null)))
                .withWeights(weights);
    }
}
