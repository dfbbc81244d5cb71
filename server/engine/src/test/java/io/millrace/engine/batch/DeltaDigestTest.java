package io.millrace.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.codec.page.SamplePage;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeltaDigestTest {

    private static final Page PAGE = SamplePage.create();

    private static Page rows(int... rows) {
        return PAGE.gather(rows, rows.length);
    }

    private static long digest(Page... pages) {
        return DeltaDigest.of(0, List.of(pages)).digest();
    }

    @Test
    void orderAndPagesMeanNothing() {
        int last = PAGE.size() - 1;
        int[] backwards = IntStream.rangeClosed(0, last).map(row -> last - row).toArray();
        assertThat(digest(rows(backwards))).isEqualTo(digest(PAGE));
        Page[] single =
                IntStream.rangeClosed(0, last).mapToObj(row -> rows(row)).toArray(Page[]::new);
        assertThat(digest(single)).isEqualTo(digest(PAGE));
    }

    @Test
    void eachRowAndItsWeightCounts() {
        Set<Long> digests = new HashSet<>();
        for (int row = 0; row < PAGE.size(); row++) {
            Page one = rows(row);
            digests.add(digest(one));
            digests.add(digest(one.negate()));
            digests.add(digest(one, one));
        }
        assertThat(digests).hasSize(3 * PAGE.size());
    }

    @Test
    void eachColumnCountsButFloatingPointNumbers() {
        RowType type = SamplePage.ROW_TYPE;
        for (int column = 0; column < PAGE.columnCount(); column++) {
            int chosen = column;
            Set<Long> digests = new HashSet<>();
            for (int row = 0; row < PAGE.size(); row++) {
                digests.add(digest(rows(row).withWeights(null).project(new int[] {chosen})));
            }
            if (List.of("price", "ratio", "nothing").contains(type.field(column).name())) {
                assertThat(digests).as(type.field(column).name()).hasSizeLessThanOrEqualTo(2);
            } else {
                assertThat(digests).as(type.field(column).name()).hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    void numbersAreHashedAsWithoutTheZerosAtTheirEnd() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            long unscaled = random.nextLong() >> random.nextInt(64);
            long zeros = (long) Math.pow(10, random.nextInt(4));
            BigDecimal number = BigDecimal.valueOf(unscaled % 1_000_000_000_000_000L * zeros, random.nextInt(24) - 4);
            assertThat(DeltaDigest.hash(number))
                    .as("%s", number)
                    .isEqualTo(number.stripTrailingZeros().hashCode());
        }
    }

    @Test
    void weightsThatAreAllOneMeanNothing() {
        long[] ones = new long[PAGE.size()];
        java.util.Arrays.fill(ones, 1);
        assertThat(digest(PAGE.withWeights(ones))).isEqualTo(digest(PAGE.withWeights(null)));
    }
}
