package io.millrace.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsByKeyTest {

    private static final RowType ROWS =
            RowType.of(new Field("k", Type.BIGINT, false), new Field("n", Type.BIGINT, false));

    private static Page row(long key, long value) {
        PageBuilder builder = new PageBuilder(ROWS);
        ((LongColumnBuilder) builder.column(0)).append(key);
        ((LongColumnBuilder) builder.column(1)).append(value);
        builder.endRow();
        return builder.build();
    }

    private static TreeMap<Long, Long> content(List<Page> pages) {
        TreeMap<Long, Long> content = new TreeMap<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                assertThat(content.put(
                                ((LongColumn) page.column(0)).values()[row],
                                ((LongColumn) page.column(1)).values()[row]))
                        .isNull();
            }
        }
        return content;
    }

    private static TreeMap<Long, Long> all(RelationSnapshot snapshot) {
        List<Page> pages = new ArrayList<>();
        snapshot.read(new int[] {0, 1}, pages::add);
        return content(pages);
    }

    private static Page keys(long... keys) {
        PageBuilder builder = new PageBuilder(ROWS.project(new int[] {0}));
        for (long key : keys) {
            ((LongColumnBuilder) builder.column(0)).append(key);
            builder.endRow();
        }
        return builder.build();
    }

    private static Optional<TreeMap<Long, Long>> lookUp(RelationSnapshot snapshot, long... keys) {
        return snapshot.lookUp(new int[] {0}, List.of(keys(keys))).map(RowsByKeyTest::content);
    }

    @Test
    void batchesOfLatelyKeepTheirRowsWhateverIsChangedOrTakenBackMeanwhile() {
        TableStore table = new TableStore(ROWS, List.of(0));
        Random random = new Random(11);
        List<RelationSnapshot> lately = new ArrayList<>();
        table.upsert(0, List.of(row(0, 0)));
        table.commit();
        lately.add(table.snapshot(0));
        assertThat(lookUp(lately.get(0), 0)).contains(new TreeMap<>(Map.of(0L, 0L)));
        for (long batch = 1; batch < 400; batch++) {
            for (int i = 0; i < 5; i++) {
                long key = random.nextInt(20);
                if (random.nextBoolean()) {
                    table.upsert(batch, List.of(row(key, random.nextInt())));
                } else {
                    table.removePresent(batch, row(key, 0));
                }
            }
            check(lately);
            if (random.nextInt(4) == 0) {
                table.abort(batch);
            } else {
                table.commit();
                lately.add(table.snapshot(batch));
            }
            if (lately.size() > 6) {
                lately.remove(0);
            }
            check(lately);
        }
    }

    private static void check(List<RelationSnapshot> snapshots) {
        long[] keys = new long[20];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i;
        }
        for (RelationSnapshot snapshot : snapshots) {
            assertThat(lookUp(snapshot, keys)).contains(all(snapshot));
            assertThat(lookUp(snapshot, 3, 3, 77))
                    .contains(new TreeMap<>(all(snapshot).subMap(3L, 4L)));
        }
    }

    @Test
    void batchOfLongAgoAndOtherColumnsCannotBeLookedUp() {
        TableStore table = new TableStore(ROWS, List.of(0));
        table.upsert(0, List.of(row(1, 1)));
        table.commit();
        RelationSnapshot old = table.snapshot(0);
        assertThat(lookUp(old, 1)).isPresent();
        for (long batch = 1; batch < 40; batch++) {
            table.upsert(batch, List.of(row(1, batch)));
            table.commit();
        }
        assertThat(lookUp(old, 1)).isEmpty();
        assertThat(lookUp(table.snapshot(39), 1)).contains(new TreeMap<>(Map.of(1L, 39L)));
        assertThat(old.lookUp(new int[] {1}, List.of(keys(1)))).isEmpty();
        assertThat(all(old)).isEqualTo(new TreeMap<>(Map.of(1L, 1L)));
    }

    @Test
    void rowsOfAViewAreFoundByItsKeyInWhateverOrderTheyComeAndGo() {
        ViewStore view = ViewStore.keyed(ROWS, new int[] {0});
        view.apply(0, List.of(row(1, 10), row(2, 20)));
        view.commit();
        RelationSnapshot first = view.snapshot(0);
        assertThat(lookUp(first, 1, 3)).contains(new TreeMap<>(Map.of(1L, 10L)));
        view.apply(1, List.of(row(1, 11), row(1, 10).withWeights(new long[] {-1})));
        view.commit();
        assertThat(lookUp(view.snapshot(1), 1, 2)).contains(new TreeMap<>(Map.of(1L, 11L, 2L, 20L)));
        assertThat(lookUp(first, 1)).contains(new TreeMap<>(Map.of(1L, 10L)));
        assertThat(all(view.snapshot(1))).isEqualTo(new TreeMap<>(Map.of(1L, 11L, 2L, 20L)));
        view.apply(2, List.of(row(2, 20).withWeights(new long[] {-1})));
        view.abort(2);
        assertThat(lookUp(view.snapshot(2), 2)).contains(new TreeMap<>(Map.of(2L, 20L)));
    }
}
