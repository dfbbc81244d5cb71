package io.millrace.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ViewStoreTest {

    private static final RowType TYPE =
            RowType.of(new Field("id", Type.BIGINT, false), new Field("name", Type.VARCHAR, true));

    private record Row(long id, String name) {}

    @Test
    void snapshotKeepsItsRowsWhileLaterBatchesAreApplied() {
        ViewStore store = new ViewStore(TYPE);
        store.apply(1, List.of(page(1, "a", 1, 2, "b", 1)));
        RelationSnapshot first = store.snapshot(1);
        store.apply(2, List.of(page(1, "a", -1, 3, null, 1)));
        RelationSnapshot second = store.snapshot(2);
        assertThat(read(first)).isEqualTo(Map.of(new Row(1, "a"), 1L, new Row(2, "b"), 1L));
        assertThat(read(second)).isEqualTo(Map.of(new Row(2, "b"), 1L, new Row(3, null), 1L));
    }

    @Test
    void copiesOfARowAreCounted() {
        ViewStore store = new ViewStore(TYPE);
        store.apply(1, List.of(page(1, "a", 2, 1, "a", 1)));
        assertThat(read(store.snapshot(1))).isEqualTo(Map.of(new Row(1, "a"), 3L));
        store.apply(2, List.of(page(1, "a", -2)));
        assertThat(read(store.snapshot(2))).isEqualTo(Map.of(new Row(1, "a"), 1L));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void everySnapshotEqualsTheSumOfItsDeltas() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        ViewStore store = new ViewStore(TYPE);
        Map<Row, Long> expected = new HashMap<>();
        List<RelationSnapshot> snapshots = new ArrayList<>();
        List<Map<Row, Long>> expectations = new ArrayList<>();
        for (int batch = 1; batch <= 300; batch++) {
            PageBuilder delta = new PageBuilder(TYPE);
            for (int i = 0; i < 1_000; i++) {
                Row row = new Row(random.nextInt(400), random.nextInt(4) == 0 ? null : "n" + random.nextInt(3));
                long have = expected.getOrDefault(row, 0L);
                long weight = have > 0 && random.nextBoolean() ? -1 : 1;
                append(delta, row, weight);
                expected.merge(row, weight, Long::sum);
                expected.remove(row, 0L);
            }
            store.apply(batch, List.of(delta.build()));
            if (batch % 50 == 0) {
                snapshots.add(store.snapshot(batch));
                expectations.add(new HashMap<>(expected));
            }
        }
        for (int i = 0; i < snapshots.size(); i++) {
            assertThat(read(snapshots.get(i)))
                    .as("seed %d, snapshot %d", seed, i)
                    .isEqualTo(expectations.get(i));
        }
    }

    @Test
    void tableReplacesTheRowOfTheSameKeyAndTellsWhatChanged() {
        TableStore table = new TableStore(TYPE, List.of(0));
        table.upsert(1, List.of(page(1, "a", 1, 2, "b", 1)));
        List<Page> delta = table.upsert(2, List.of(page(1, "c", 1)));
        assertThat(read(delta)).isEqualTo(Map.of(new Row(1, "a"), -1L, new Row(1, "c"), 1L));
        assertThat(read(table.snapshot(2))).isEqualTo(Map.of(new Row(1, "c"), 1L, new Row(2, "b"), 1L));
    }

    @Test
    void tableSeesDuplicateKeysInTheTableAndAmongTheNewRows() {
        TableStore table = new TableStore(TYPE, List.of(0));
        table.upsert(1, List.of(page(1, "a", 1)));
        assertThat(table.duplicate(List.of(), List.of(page(1, "x", 1)))).contains("id = 1");
        assertThat(table.duplicate(List.of(), List.of(page(5, "x", 1, 5, "y", 1))))
                .isPresent();
        assertThat(table.duplicate(List.of(page(6, "x", 1)), List.of(page(6, "y", 1))))
                .isPresent();
        assertThat(table.duplicate(List.of(), List.of(page(7, "x", 1, 8, "y", 1))))
                .isEmpty();
    }

    @Test
    void logForgetsTheOldestPagesBeyondItsCapacity() {
        StreamLog log = new StreamLog(TYPE, 200_000);
        for (int i = 0; i < 100; i++) {
            PageBuilder page = new PageBuilder(TYPE);
            for (int row = 0; row < 1_500; row++) {
                append(page, new Row(i, "x"), 1);
            }
            log.append(List.of(page.build()));
            log.commit();
        }
        assertThat(log.nextSequence()).isEqualTo(150_000);
        assertThat(log.firstSequence()).isPositive();
        assertThat(log.rows()).isEqualTo(log.nextSequence() - log.firstSequence());
        List<Page> rest = log.snapshot().from(149_000, 10_000);
        assertThat(rest.stream().mapToInt(Page::size).sum()).isEqualTo(1_000);
    }

    @Test
    void logKeepsSmallPagesInOrder() {
        StreamLog log = new StreamLog(TYPE, Long.MAX_VALUE);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            log.append(List.of(page(i, "r", 1)));
            log.commit();
        }
        log.snapshot().read(new int[] {0}, page -> {
            for (int row = 0; row < page.size(); row++) {
                ids.add(((LongColumn) page.column(0)).values()[row]);
            }
            return true;
        });
        assertThat(ids).hasSize(20_000).isSorted();
    }

    private static Page page(Object... cells) {
        PageBuilder page = new PageBuilder(TYPE);
        for (int i = 0; i < cells.length; i += 3) {
            append(
                    page,
                    new Row(((Number) cells[i]).longValue(), (String) cells[i + 1]),
                    ((Number) cells[i + 2]).longValue());
        }
        return page.build();
    }

    private static void append(PageBuilder page, Row row, long weight) {
        ((LongColumnBuilder) page.column(0)).append(row.id());
        if (row.name() == null) {
            page.column(1).appendNull();
        } else {
            ((BytesColumnBuilder) page.column(1)).append(row.name());
        }
        page.endRow(weight);
    }

    private static Map<Row, Long> read(RelationSnapshot snapshot) {
        List<Page> pages = new ArrayList<>();
        snapshot.read(new int[] {0, 1}, pages::add);
        return read(pages);
    }

    private static Map<Row, Long> read(List<Page> pages) {
        Map<Row, Long> rows = new HashMap<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                BytesColumn names = (BytesColumn) page.column(1);
                String name = names.isNull(row) ? null : names.text(row);
                rows.merge(new Row(((LongColumn) page.column(0)).values()[row], name), page.weight(row), Long::sum);
            }
        }
        rows.values().removeIf(weight -> weight == 0);
        return rows;
    }
}
