package io.millrace.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.GoldenBytes;
import io.millrace.codec.page.PageContent;
import io.millrace.codec.page.RandomPages;
import io.millrace.codec.page.SamplePage;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchCodecTest {

    private static final TypedPages ROWS =
            new TypedPages(SamplePage.ROW_TYPE, List.of(SamplePage.create(), SamplePage.create()));

    private static final BatchCommit COMMIT = new BatchCommit(
            Map.of("orders", new InputTime(Long.MIN_VALUE, true), "files", new InputTime(77, false)),
            Map.of("alerts", new OutboxRows(12, ROWS)));

    private static BatchPlan plan(TypedPages rows) {
        return new BatchPlan(
                3_000_000_000L,
                1_700_000_000_123L,
                17,
                -5,
                Map.of(
                        "files",
                        new InputPlan(
                                List.of(
                                        Split.of("a.csv", 0, 100),
                                        new Split("b.csv", Offset.ofBytes(new byte[0]), Offset.ofLong(9), 4_096)),
                                true,
                                List.of(),
                                Rejections.NONE),
                        "orders",
                        new InputPlan(
                                List.of(),
                                false,
                                List.of(
                                        new PushedRows("", rows, true, false, false),
                                        new PushedRows(
                                                "10.0.0.1",
                                                new TypedPages(rows.rowType(), List.of()),
                                                false,
                                                true,
                                                false)),
                                new Rejections(
                                        3,
                                        List.of(new RejectedRow(
                                                "", 7, ErrorCode.INVALID_RECORD, "no number", new byte[] {9}))))),
                Map.of("files", new WatermarkStep(Long.MIN_VALUE, 5), "orders", new WatermarkStep(5, Long.MAX_VALUE)));
    }

    /** The same with changes of two tables. */
    private static BatchPlan changing(TypedPages rows) {
        BatchPlan plan = plan(rows);
        TypedPages none = new TypedPages(rows.rowType(), List.of());
        return new BatchPlan(
                plan.batch(),
                plan.timestamp(),
                plan.epoch(),
                plan.seed(),
                plan.inputs(),
                List.of(
                        new ChangePlan(Map.of(
                                "a", new ChangedRows(false, rows, none), "b", new ChangedRows(false, rows, rows))),
                        new ChangePlan(Map.of("a", new ChangedRows(true, none, none)))),
                plan.watermarks());
    }

    private interface Writing {
        void write(FrameWriter frames) throws IOException;
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writing.write(new FrameWriter(out));
        return out.toByteArray();
    }

    private static FrameReader reader(byte[] bytes) throws IOException {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(bytes));
        assertThat(frames.advance()).isTrue();
        return frames;
    }

    private static void assertSame(BatchPlan actual, BatchPlan expected) {
        assertThat(text(actual)).isEqualTo(text(expected));
    }

    /** Records that hold pages are compared by what the pages hold. */
    private static String text(BatchPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append(List.of(plan.batch(), plan.timestamp(), plan.epoch(), plan.seed(), plan.watermarks()));
        plan.inputs().forEach((name, input) -> {
            text.append(name).append(input.splits()).append(input.exhausted());
            text.append(text(input.rejected()));
            input.pushed()
                    .forEach(pushed -> text.append(pushed.partition())
                            .append(pushed.inserted())
                            .append(pushed.ended())
                            .append(text(pushed.rows())));
        });
        plan.changes()
                .forEach(change -> change.relations()
                        .forEach((name, rows) -> text.append(name)
                                .append(rows.all())
                                .append(text(rows.removed()))
                                .append(text(rows.added()))));
        return text.toString();
    }

    private static String text(TypedPages rows) {
        return rows.rowType() + " " + PageContent.rows(rows.pages());
    }

    private static String text(Rejections rejected) {
        StringBuilder text = new StringBuilder().append(rejected.count());
        rejected.rows()
                .forEach(row -> text.append(row.partition())
                        .append(row.position())
                        .append(row.code())
                        .append(row.reason())
                        .append(Arrays.toString(row.raw())));
        return text.toString();
    }

    private static String text(BatchCommit commit) {
        StringBuilder text = new StringBuilder().append(commit.times());
        commit.outboxes()
                .forEach((name, outbox) ->
                        text.append(name).append(outbox.number()).append(text(outbox.rows())));
        return text.toString();
    }

    @Test
    void rowsThatTakeThePlaceOfAllOthersDoSoAgain() throws IOException {
        PushedRows anew = new PushedRows("table", ROWS, false, false, true);
        BatchPlan plan = plan(ROWS);
        BatchPlan emptied = new BatchPlan(
                plan.batch(),
                plan.timestamp(),
                plan.epoch(),
                plan.seed(),
                Map.of("orders", new InputPlan(List.of(), false, List.of(anew), Rejections.NONE)),
                List.of(),
                Map.of());
        BatchPlan read = BatchPlanCodec.read(reader(bytes(frames -> BatchPlanCodec.write(emptied, frames))));
        PushedRows again = read.inputs().get("orders").pushed().get(0);
        assertThat(again.anew()).isTrue();
        assertThat(again.inserted() || again.ended()).isFalse();
    }

    @Test
    void commitsComeBack() throws IOException {
        byte[] written = bytes(frames -> BatchCommitCodec.write(COMMIT, frames));
        assertThat(text(BatchCommitCodec.read(reader(written)))).isEqualTo(text(COMMIT));
    }

    @Test
    void plansComeBackOneAfterTheOther() throws IOException {
        byte[] written = bytes(frames -> {
            BatchPlanCodec.write(plan(ROWS), frames);
            BatchPlanCodec.write(plan(new TypedPages(SamplePage.ROW_TYPE, List.of())), frames);
        });
        FrameReader frames = reader(written);
        assertSame(BatchPlanCodec.read(frames), plan(ROWS));
        assertThat(frames.advance()).isTrue();
        assertSame(BatchPlanCodec.read(frames), plan(new TypedPages(SamplePage.ROW_TYPE, List.of())));
        assertThat(frames.advance()).isFalse();
    }

    @Test
    void randomRowsComeBackInPlans() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            RandomPages random = new RandomPages(seed);
            RowType rowType = random.rowType();
            TypedPages rows = new TypedPages(
                    rowType, List.of(random.page(rowType, random.size()), random.page(rowType, random.size())));
            assertSame(
                    BatchPlanCodec.read(reader(bytes(frames -> BatchPlanCodec.write(plan(rows), frames)))), plan(rows));
        }
    }

    @Test
    void versionOneIsReadForEver() throws IOException {
        byte[] plan = bytes(frames -> BatchPlanCodec.write(changing(ROWS), frames));
        assertSame(BatchPlanCodec.read(reader(GoldenBytes.check("batch-plan-2.hex", plan))), changing(ROWS));
        assertSame(BatchPlanCodec.read(reader(GoldenBytes.read("batch-plan-1.hex"))), plan(ROWS));
        assertThat(text(BatchCommitCodec.read(reader(GoldenBytes.read("batch-commit-1.hex")))))
                .isEqualTo(text(COMMIT));
    }

    @Test
    void commitsSinceVersionTwoTellWhatQueriesGave() throws IOException {
        BatchCommit commit = BatchCommit.of(
                COMMIT.times(), Map.of("alerts", new Given(12, 3, -7, 2), "totals", new Given(0, 2, Long.MAX_VALUE, 1)));
        byte[] written = bytes(frames -> BatchCommitCodec.write(commit, frames));
        assertThat(BatchCommitCodec.read(reader(GoldenBytes.check("batch-commit-3.hex", written))))
                .isEqualTo(commit);
        assertThat(BatchCommitCodec.read(reader(GoldenBytes.read("batch-commit-2.hex"))))
                .as("digests of their first form")
                .isEqualTo(BatchCommit.of(
                        COMMIT.times(),
                        Map.of("alerts", new Given(12, 3, -7, 1), "totals", new Given(0, 2, Long.MAX_VALUE, 1))));
    }

    @Test
    void missingAndForeignRowsAreFound() throws IOException {
        byte[] plan = bytes(frames -> BatchPlanCodec.write(plan(ROWS), frames));
        byte[] head =
                bytes(frames -> BatchPlanCodec.write(plan(new TypedPages(SamplePage.ROW_TYPE, List.of())), frames));
        for (int length : new int[] {plan.length - 1, plan.length / 2, 500}) {
            assertThatThrownBy(() -> BatchPlanCodec.read(reader(Arrays.copyOf(plan, length))))
                    .isInstanceOf(DamagedDataException.class);
        }
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        FrameReader whole = reader(plan);
        assertThat(whole.advance()).isTrue();
        mixed.write(plan, 0, (int) whole.offset());
        assertThatThrownBy(() -> BatchPlanCodec.read(reader(mixed.toByteArray())))
                .hasMessageContaining("24 rows have to follow here");
        mixed.write(head);
        assertThatThrownBy(() -> BatchPlanCodec.read(reader(mixed.toByteArray())))
                .hasMessageContaining("a frame of another kind than PAGE is here");
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        byte[] written = bytes(frames -> BatchPlanCodec.write(changing(ROWS), frames));
        for (int bit = 0; bit < written.length * 8; bit += 3) {
            byte[] damaged = written.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> BatchPlanCodec.read(reader(damaged))).isInstanceOf(DamagedDataException.class);
        }
    }
}
