package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.BatchFrames.RowsIn;
import io.millrace.engine.batch.BatchFrames.RowsOut;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes plans of batches as frames and reads them. */
public final class BatchPlanCodec {

    /** The first version of the layout that has changes of tables. */
    private static final int WITH_CHANGES = 2;

    private BatchPlanCodec() {}

    public static void write(BatchPlan plan, FrameWriter frames) throws IOException {
        BatchFrames.write(FrameKind.BATCH_PLAN, frames, (out, rows) -> put(plan, out, rows));
    }

    /**
     * Reads the plan that begins with the frame that the reader is at, and moves the reader to its last frame.
     *
     * @throws io.millrace.codec.DamagedDataException when there is no plan, or it is damaged
     */
    public static BatchPlan read(FrameReader frames) throws IOException {
        return BatchFrames.read(FrameKind.BATCH_PLAN, frames, BatchPlanCodec::take);
    }

    private static void put(BatchPlan plan, Encoder out, RowsOut rows) {
        out.putSigned(plan.batch());
        out.putSigned(plan.timestamp());
        out.putSigned(plan.epoch());
        out.putLong(plan.seed());
        MapCodec.put(plan.inputs(), out, input -> {
            SplitCodec.put(input.splits(), out);
            out.putBoolean(input.exhausted());
            MapCodec.putList(input.pushed(), out, pushed -> {
                out.putText(pushed.partition());
                rows.put(pushed.rows(), out);
                // those of an INSERT never end a sender: both together are rows that take the place of all others
                out.putBoolean(pushed.inserted() || pushed.anew());
                out.putBoolean(pushed.ended() || pushed.anew());
            });
            RejectionsCodec.put(input.rejected(), out);
        });
        MapCodec.put(plan.watermarks(), out, step -> {
            out.putSigned(step.before());
            out.putSigned(step.after());
        });
        MapCodec.putList(
                plan.changes(),
                out,
                change -> MapCodec.put(change.relations(), out, changed -> {
                    out.putBoolean(changed.all());
                    rows.put(changed.removed(), out);
                    rows.put(changed.added(), out);
                }));
    }

    private static BatchPlan take(Decoder in, RowsIn rows) {
        long batch = in.takeSigned();
        long timestamp = in.takeSigned();
        long epoch = in.takeSigned();
        long seed = in.takeLong();
        Map<String, InputPlan> inputs = MapCodec.take(in, () -> takeInput(in, rows));
        Map<String, WatermarkStep> watermarks =
                MapCodec.take(in, () -> new WatermarkStep(in.takeSigned(), in.takeSigned()));
        List<ChangePlan> changes =
                in.version() < WITH_CHANGES ? List.of() : MapCodec.takeList(in, () -> takeChange(in, rows));
        return new BatchPlan(batch, timestamp, epoch, seed, inputs, changes, watermarks);
    }

    private static ChangePlan takeChange(Decoder in, RowsIn rows) {
        return new ChangePlan(MapCodec.take(in, () -> new ChangedRows(in.takeBoolean(), rows.take(in), rows.take(in))));
    }

    private static InputPlan takeInput(Decoder in, RowsIn rows) {
        return new InputPlan(
                SplitCodec.take(in),
                in.takeBoolean(),
                MapCodec.takeList(in, () -> takePushed(in, rows)),
                RejectionsCodec.take(in));
    }

    private static PushedRows takePushed(Decoder in, RowsIn rows) {
        String partition = in.takeText();
        TypedPages pages = rows.take(in);
        boolean inserted = in.takeBoolean();
        boolean ended = in.takeBoolean();
        boolean anew = inserted && ended;
        return new PushedRows(partition, pages, inserted && !anew, ended && !anew, anew);
    }
}
