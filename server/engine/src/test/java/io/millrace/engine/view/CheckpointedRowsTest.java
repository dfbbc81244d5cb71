package io.millrace.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are restored from a file and any files with changes are those that were cut, and so is what comes of them later. */
class CheckpointedRowsTest {

    private static final RowType TYPE =
            RowType.of(new Field("id", Type.BIGINT, false), new Field("name", Type.VARCHAR, true));

    /** The files of a content: one with everything, others that follow on it. */
    private static final class Files {

        private record File(long version, byte[] bytes) {}

        private final List<File> files = new ArrayList<>();
        private int followed;

        /** Follows on any file that may be followed, in place of those after it. */
        void write(Content content, Random random) throws IOException {
            int last = files.size();
            while (last > 0 && (!content.follows(files.get(last - 1).version()) || random.nextInt(4) == 0)) {
                last--;
            }
            long since = last == 0 ? Content.NOTHING : files.get(last - 1).version();
            followed += last == 0 ? 0 : 1;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.write(bytes, since);
            files.subList(last, files.size()).clear();
            files.add(new File(content.version(), bytes.toByteArray()));
        }

        ContentChain chain(Content content) {
            return new ContentChain(
                    content.history(),
                    content.version(),
                    files.stream()
                            .map(file -> (ContentChain.Part) () -> new ByteArrayInputStream(file.bytes()))
                            .toList());
        }
    }

    private static void append(PageBuilder page, long id, String name, long weight) {
        ((LongColumnBuilder) page.column(0)).append(id);
        if (name == null) {
            page.column(1).appendNull();
        } else {
            ((BytesColumnBuilder) page.column(1)).append(name);
        }
        page.endRow(weight);
    }

    private static Map<String, Long> read(RelationSnapshot snapshot) {
        Map<String, Long> rows = new TreeMap<>();
        snapshot.read(new int[] {0, 1}, page -> {
            for (int row = 0; row < page.size(); row++) {
                rows.merge(
                        new String(RowText.json(TYPE, page, row), StandardCharsets.UTF_8), page.weight(row), Long::sum);
            }
            return true;
        });
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void viewsAreRestoredFromChanges(long seed) throws IOException {
        Random random = new Random(seed);
        ViewStore store = new ViewStore(TYPE);
        Map<Long, Long> weights = new TreeMap<>();
        Files files = new Files();
        for (int batch = 1; batch <= 400; batch++) {
            PageBuilder delta = new PageBuilder(TYPE);
            Map<Long, Long> after = new TreeMap<>(weights);
            for (int i = 0; i < 800; i++) {
                long id = random.nextInt(9_000);
                long weight = after.getOrDefault(id, 0L) > 0 && random.nextInt(3) > 0 ? -1 : 1;
                append(delta, id, "row " + id, weight);
                after.merge(id, weight, Long::sum);
                after.remove(id, 0L);
            }
            store.apply(batch, List.of(delta.build()));
            if (random.nextInt(5) == 0) {
                store.abort(batch);
            } else {
                store.commit();
                weights = after;
            }
            if (batch % 5 == 0) {
                Content cut = store.cut("v", batch);
                Map<String, Long> expected = read(store.snapshot(batch));
                files.write(cut, random);
                ViewStore restored = new ViewStore(TYPE);
                restored.restore(files.chain(cut), batch);
                assertThat(read(restored.snapshot(batch))).isEqualTo(expected);
                assertThat(restored.size()).isEqualTo(store.size());
                store = random.nextInt(3) == 0 ? restored : store;
            }
        }
        assertThat(files.followed).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void tablesAreRestoredFromChanges(long seed) throws IOException {
        Random random = new Random(seed);
        TableStore store = new TableStore(TYPE, List.of(0));
        Files files = new Files();
        for (int batch = 1; batch <= 300; batch++) {
            PageBuilder rows = new PageBuilder(TYPE);
            for (int i = 0; i < 600; i++) {
                append(rows, random.nextInt(2_000), random.nextBoolean() ? null : "n" + random.nextInt(50), 1);
            }
            store.upsert(batch, List.of(rows.build()));
            store.commit();
            if (batch % 4 == 0) {
                Content cut = store.cut("t", batch);
                files.write(cut, random);
                TableStore restored = new TableStore(TYPE, List.of(0));
                restored.restore(files.chain(cut), batch);
                assertThat(read(restored.snapshot(batch))).isEqualTo(read(store.snapshot(batch)));
                store = random.nextInt(3) == 0 ? restored : store;
            }
        }
        assertThat(files.followed).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void logsAreRestoredFromChangesThoughTheyForget(long seed) throws IOException {
        Random random = new Random(seed);
        StreamLog log = new StreamLog(TYPE, 150_000);
        Files files = new Files();
        long next = 0;
        for (int batch = 1; batch <= 400; batch++) {
            PageBuilder rows = new PageBuilder(TYPE);
            int count = random.nextInt(10) == 0 ? 3_000 : random.nextInt(60);
            for (int i = 0; i < count; i++) {
                append(rows, next++, "row", 1);
            }
            log.append(List.of(rows.build()));
            log.commit(batch, batch * 10L, random.nextBoolean());
            if (batch % 3 == 0) {
                Content cut = log.cut("l");
                StreamLog.Snapshot expected = log.snapshot();
                files.write(cut, random);
                StreamLog restored = new StreamLog(TYPE, 150_000);
                restored.restore(files.chain(cut));
                StreamLog.Snapshot found = restored.snapshot();
                assertThat(found.firstSequence()).isEqualTo(expected.firstSequence());
                assertThat(found.end()).isEqualTo(next);
                assertThat(ids(found)).isEqualTo(ids(expected));
                for (long earlier = -1; earlier <= batch; earlier++) {
                    assertThat(found.watermark(earlier)).isEqualTo(expected.watermark(earlier));
                    assertThat(found.rowsUntil(earlier, 0)).isEqualTo(expected.rowsUntil(earlier, 0));
                    assertThat(found.goesOn(earlier)).isEqualTo(expected.goesOn(earlier));
                }
                log = random.nextInt(3) == 0 ? restored : log;
            }
        }
        assertThat(log.firstSequence()).isPositive();
        assertThat(files.followed).isGreaterThan(20);
    }

    private static List<Long> ids(StreamLog.Snapshot log) {
        List<Long> ids = new ArrayList<>();
        log.read(new int[] {0}, page -> {
            for (int row = 0; row < page.size(); row++) {
                ids.add(((LongColumn) page.column(0)).values()[row]);
            }
            return true;
        });
        return ids;
    }
}
