package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowHashTest {

    @Test
    void valuesNeverChange() {
        BytesColumnBuilder text = (BytesColumnBuilder) ColumnBuilder.of(Type.VARCHAR);
        text.append("");
        text.append("millrace");
        text.append("a longer text than eight bytes");
        long[] nulls = NullMask.allocate(3);
        NullMask.set(nulls, 2);
        Page page = Page.of(3, List.of(new LongColumn(3, new long[] {0, 1, 0}, nulls), text.build()));
        int[] hashes = new int[3];
        RowHash.hash(page.columns(), page.size(), hashes);
        assertThat(hashes).containsExactly(0, 1328600748, 1167588461);
    }

    @Test
    void integersOfBothWidthsHashAlike() {
        int[] narrow = new int[2];
        int[] wide = new int[2];
        RowHash.hash(new Column[] {new IntColumn(2, new int[] {-5, 7}, null)}, 2, narrow);
        RowHash.hash(new Column[] {new LongColumn(2, new long[] {-5, 7}, null)}, 2, wide);
        assertThat(narrow).isEqualTo(wide);
    }

    @Test
    void regularKeysSpreadOverBucketsAndSlots() {
        for (long step : new long[] {1, 2, 1000, 1L << 20, 1L << 32, 60_000}) {
            long[] keys = new long[65_536];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = i * step;
            }
            int[] hashes = new int[keys.length];
            RowHash.hash(new Column[] {new LongColumn(keys.length, keys, null)}, keys.length, hashes);
            int[] buckets = new int[RowHash.BUCKETS];
            int[] slots = new int[RowHash.BUCKETS];
            for (int hash : hashes) {
                buckets[RowHash.bucket(hash)]++;
                slots[hash & RowHash.BUCKETS - 1]++;
            }
            assertThat(Arrays.stream(buckets).max().getAsInt())
                    .as("buckets, step %d", step)
                    .isLessThan(512);
            assertThat(Arrays.stream(slots).max().getAsInt())
                    .as("slots, step %d", step)
                    .isLessThan(512);
        }
    }
}
