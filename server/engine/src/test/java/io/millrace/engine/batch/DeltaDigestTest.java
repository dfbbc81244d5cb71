package io.millrace.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.codec.page.SamplePage;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeltaDigestTest {

    private static final Page PAGE = SamplePage.create();

    private static Page rows(int... rows) {
        return PAGE.gather(rows, rows.length);
    }

    private static long digestOf(String... numbers) {
        BigDecimal[] values = Stream.of(numbers).map(BigDecimal::new).toArray(BigDecimal[]::new);
        return digest(new Page(values.length, new Column[] {new DecimalColumn(values.length, values, null)}, null));
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
    void decimalsCountByTheirValueAndNotByTheZerosAtTheirEnd() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            BigDecimal number =
                    new BigDecimal(new BigInteger(1 + random.nextInt(90), random).negate(), random.nextInt(24) - 4);
            assertThat(DeltaDigest.bits(number.setScale(number.scale() + random.nextInt(6))))
                    .as("%s", number)
                    .isEqualTo(DeltaDigest.bits(number));
        }
        for (long unscaled : new long[] {999_999_999_999_999L, 1_000_000_000_000_000L, 9_999_999_999_999_990L}) {
            for (int near = -2; near <= 2; near++) {
                for (int scale = 0; scale <= 16; scale++) {
                    BigDecimal number = BigDecimal.valueOf(unscaled + near, scale);
                    assertThat(DeltaDigest.bits(number.setScale(scale + 2)))
                            .as("%s", number)
                            .isEqualTo(DeltaDigest.bits(number));
                }
            }
        }
    }

    @Test
    void decimalsThatDifferInAnyDigitOrTradePlacesDiffer() {
        assertThat(digestOf("12345678901234567890.12"))
                .isNotEqualTo(digestOf("12345678901234567890.13"))
                .isNotEqualTo(digestOf("-12345678901234567890.12"));
        assertThat(digestOf("0.1")).isNotEqualTo(digestOf("0.01")).isNotEqualTo(digestOf("-0.1"));
        assertThat(digestOf("1", "4")).isNotEqualTo(digestOf("2", "2"));
        assertThat(digestOf("1.5", "2.5")).isNotEqualTo(digestOf("2", "2"));
    }

    @Test
    void smallNumbersThatAddUpToTheSameDiffer() {
        long[] sums = Stream.of(new long[] {1, 3}, new long[] {2, 2}, new long[] {0, 4})
                .mapToLong(values -> digest(new Page(2, new Column[] {new LongColumn(2, values, null)}, null)))
                .toArray();
        assertThat(sums).doesNotHaveDuplicates();
    }

    /** What servers have written down is compared with what this one makes in the same form. */
    @Test
    void digestsOfAFormNeverChange() {
        assertThat(DeltaDigest.of(0, List.of(PAGE), DeltaDigest.FIRST_FORM).digest())
                .isEqualTo(6786996668194338429L);
        assertThat(DeltaDigest.of(0, List.of(PAGE)))
                .isEqualTo(new Given(0, PAGE.size(), 4009300830796405253L, DeltaDigest.FORM));
    }

    @Test
    void whatWasNotedOfPagesIsWhatIsMadeOfThem() {
        Page noted = rows(0, 1, 2, 0);
        Page same = rows(0, 1, 2, 0);
        DeltaDigest.note(noted);
        for (int form = DeltaDigest.FIRST_FORM; form <= DeltaDigest.FORM; form++) {
            assertThat(DeltaDigest.of(0, List.of(noted, PAGE), form))
                    .isEqualTo(DeltaDigest.of(0, List.of(same, PAGE), form));
        }
        assertThat(digest(noted.negate())).isNotEqualTo(digest(noted));
    }

    @Test
    void manyRowsOfAColumnHaveTheDigestOfAllOfThem() {
        int[] rows = IntStream.range(0, 1_000).map(row -> row * 7 % PAGE.size()).toArray();
        Page many = rows(rows).withWeights(null);
        long sum = 0;
        for (int row : rows) {
            sum += digest(rows(row).withWeights(null));
        }
        assertThat(digest(many)).isEqualTo(sum);
    }

    @Test
    void weightsThatAreAllOneMeanNothing() {
        long[] ones = new long[PAGE.size()];
        java.util.Arrays.fill(ones, 1);
        assertThat(digest(PAGE.withWeights(ones))).isEqualTo(digest(PAGE.withWeights(null)));
    }
}
