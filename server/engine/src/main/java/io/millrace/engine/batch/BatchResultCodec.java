package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.BatchFrames.RowsIn;
import io.millrace.engine.batch.BatchFrames.RowsOut;
import io.millrace.engine.batch.BatchResult.NodeWork;
import io.millrace.engine.batch.BatchResult.StateDigest;
import java.io.IOException;
import java.util.List;

/** Writes results of batches as frames and reads them. */
public final class BatchResultCodec {

    private BatchResultCodec() {}

    public static void write(BatchResult result, FrameWriter frames) throws IOException {
        BatchFrames.write(FrameKind.BATCH_RESULT, frames, (out, rows) -> put(result, out, rows));
    }

    /**
     * Reads the result that begins with the frame that the reader is at, and moves the reader to its last frame.
     *
     * @throws io.millrace.codec.DamagedDataException when there is no result, or it is damaged
     */
    public static BatchResult read(FrameReader frames) throws IOException {
        return BatchFrames.read(FrameKind.BATCH_RESULT, frames, BatchResultCodec::take);
    }

    private static void put(BatchResult result, Encoder out, RowsOut rows) {
        out.putSigned(result.batch());
        MapCodec.put(result.deltas(), out, delta -> rows.put(delta, out));
        MapCodec.put(result.late(), out, late -> LateInputs.put(late, out, rows));
        MapCodec.put(result.rejected(), out, rejections -> RejectionsCodec.put(rejections, out));
        MapCodec.put(result.watermarks(), out, out::putSigned);
        MapCodec.put(
                result.reports(), out, (List<NodeWork> works) -> MapCodec.putList(works, out, work -> put(work, out)));
        MapCodec.put(
                result.digests(),
                out,
                (List<StateDigest> digests) -> MapCodec.putList(digests, out, digest -> {
                    out.putCount(digest.node());
                    out.putCount(digest.partition());
                    out.putSigned(digest.rows());
                    out.putLong(digest.digest());
                }));
    }

    private static void put(NodeWork work, Encoder out) {
        out.putCount(work.stage());
        out.putSigned(work.rowsIn());
        out.putSigned(work.rowsOut());
        out.putSigned(work.nanos());
        out.putSigned(work.stateRows());
        out.putSigned(work.stateBytes());
    }

    private static BatchResult take(Decoder in, RowsIn rows) {
        return new BatchResult(
                in.takeSigned(),
                MapCodec.take(in, () -> rows.take(in)),
                MapCodec.take(in, () -> LateInputs.take(in, rows)),
                MapCodec.take(in, () -> RejectionsCodec.take(in)),
                MapCodec.take(in, in::takeSigned),
                MapCodec.take(in, () -> MapCodec.takeList(in, () -> takeWork(in))),
                MapCodec.take(in, () -> MapCodec.takeList(in, () -> takeDigest(in))));
    }

    private static NodeWork takeWork(Decoder in) {
        return new NodeWork(
                in.takeCount(Integer.MAX_VALUE, "stages"),
                in.takeSigned(),
                in.takeSigned(),
                in.takeSigned(),
                in.takeSigned(),
                in.takeSigned());
    }

    private static StateDigest takeDigest(Decoder in) {
        return new StateDigest(
                in.takeCount(Integer.MAX_VALUE, "nodes"),
                in.takeCount(Integer.MAX_VALUE, "partitions"),
                in.takeSigned(),
                in.takeLong());
    }
}
