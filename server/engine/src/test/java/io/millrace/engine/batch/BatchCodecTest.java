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
import io.millrace.dstream.Source;
import io.millrace.engine.batch.BatchResult.NodeWork;
import io.millrace.engine.batch.BatchResult.StateDigest;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
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
                                        new PushedRows("", rows, true, false),
                                        new PushedRows(
                                                "10.0.0.1", new TypedPages(rows.rowType(), List.of()), false, true)),
                                new Rejections(
                                        3,
                                        List.of(new RejectedRow(
                                                "", 7, ErrorCode.INVALID_RECORD, "no number", new byte[] {9}))))),
                Map.of("files", new WatermarkStep(Long.MIN_VALUE, 5), "orders", new WatermarkStep(5, Long.MAX_VALUE)));
    }

    private static BatchResult result(Page late) {
        Source source = new Source("orders", List.of(0), SamplePage.ROW_TYPE, true);
        long[] starts = new long[late.size()];
        Arrays.setAll(starts, i -> i * 1_000L);
        return new BatchResult(
                8,
                Map.of("totals", ROWS, "orders", new TypedPages(SamplePage.ROW_TYPE, List.of())),
                Map.of(
                        "totals",
                        List.of(
                                new LateInput(
                                        source,
                                        late,
                                        Lateness.ofWindows(Lateness.Reason.WINDOW_CLOSED, starts, 1_000),
                                        77),
                                new LateInput(source, late, Lateness.of(Lateness.Reason.SEARCHED), -1))),
                Map.of(
                        "files",
                        new Rejections(
                                5,
                                List.of(new RejectedRow(
                                        "a.csv", -1, ErrorCode.INVALID_RECORD, "too few columns", new byte[] {1, 2})))),
                Map.of("totals", 77L, "orders", Long.MAX_VALUE),
                Map.of("totals", List.of(new NodeWork(1, 2, 3, 4, 5, 6))),
                Map.of("totals", List.of(new StateDigest(2, 1, 40, Long.MIN_VALUE))));
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
        return text.toString();
    }

    private static String text(TypedPages rows) {
        return rows.rowType() + " " + PageContent.rows(rows.pages());
    }

    private static String text(BatchResult result) {
        StringBuilder text = new StringBuilder();
        text.append(result.batch())
                .append(result.watermarks())
                .append(result.reports())
                .append(result.digests());
        result.deltas().forEach((name, delta) -> text.append(name).append(text(delta)));
        result.late()
                .forEach((name, late) -> late.forEach(one -> text.append(name)
                        .append(one.input())
                        .append(one.watermark())
                        .append(one.lateness().reason())
                        .append(Arrays.toString(one.lateness().windowStarts()))
                        .append(Arrays.toString(one.lateness().windowEnds()))
                        .append(PageContent.rows(List.of(one.rows())))));
        result.rejected().forEach((name, rejected) -> text.append(name).append(text(rejected)));
        return text.toString();
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
    void resultsComeBack() throws IOException {
        byte[] written = bytes(frames -> BatchResultCodec.write(result(SamplePage.create()), frames));
        assertThat(text(BatchResultCodec.read(reader(written)))).isEqualTo(text(result(SamplePage.create())));
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
        byte[] plan = bytes(frames -> BatchPlanCodec.write(plan(ROWS), frames));
        assertSame(BatchPlanCodec.read(reader(GoldenBytes.check("batch-plan-1.hex", plan))), plan(ROWS));
        byte[] result = bytes(frames -> BatchResultCodec.write(result(SamplePage.create()), frames));
        assertThat(text(BatchResultCodec.read(reader(GoldenBytes.check("batch-result-1.hex", result)))))
                .isEqualTo(text(result(SamplePage.create())));
        assertThat(text(BatchCommitCodec.read(reader(GoldenBytes.read("batch-commit-1.hex")))))
                .isEqualTo(text(COMMIT));
    }

    @Test
    void commitsOfVersionTwoTellWhatQueriesGave() throws IOException {
        BatchCommit commit = BatchCommit.of(
                COMMIT.times(), Map.of("alerts", new Given(12, 3, -7), "totals", new Given(0, 2, Long.MAX_VALUE)));
        byte[] written = bytes(frames -> BatchCommitCodec.write(commit, frames));
        assertThat(BatchCommitCodec.read(reader(GoldenBytes.check("batch-commit-2.hex", written))))
                .isEqualTo(commit);
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
        byte[] written = bytes(frames -> BatchResultCodec.write(result(SamplePage.create()), frames));
        for (int bit = 0; bit < written.length * 8; bit += 3) {
            byte[] damaged = written.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> BatchResultCodec.read(reader(damaged))).isInstanceOf(DamagedDataException.class);
        }
    }
}
