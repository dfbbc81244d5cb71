package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/** Writes as frames, and reads, what is kept of committed batches. */
public final class BatchCommitCodec {

    private static final int FIRST_WITH_GIVEN = 2;
    private static final int FIRST_WITH_FORM = 3;

    private BatchCommitCodec() {}

    public static void write(BatchCommit commit, FrameWriter frames) throws IOException {
        BatchFrames.write(FrameKind.BATCH_COMMIT, frames, (out, rows) -> {
            MapCodec.put(commit.times(), out, time -> time.put(out));
            MapCodec.put(commit.outboxes(), out, outbox -> {
                out.putSigned(outbox.number());
                rows.put(outbox.rows(), out);
            });
            out.putBoolean(commit.given().isPresent());
            commit.given().ifPresent(given -> MapCodec.put(given, out, one -> one.put(out)));
        });
    }

    /**
     * Reads what begins with the frame that the reader is at, and moves the reader to its last frame.
     *
     * @throws io.millrace.codec.DamagedDataException when there is nothing of the kind, or it is damaged
     */
    public static BatchCommit read(FrameReader frames) throws IOException {
        return BatchFrames.read(
                FrameKind.BATCH_COMMIT,
                frames,
                (Decoder in, BatchFrames.RowsIn rows) -> new BatchCommit(
                        BatchPlan.sorted(MapCodec.take(in, () -> InputTime.take(in))),
                        BatchPlan.sorted(MapCodec.take(in, () -> new OutboxRows(in.takeSigned(), rows.take(in)))),
                        takeGiven(in)));
    }

    private static Optional<SortedMap<String, Given>> takeGiven(Decoder in) {
        if (in.version() < FIRST_WITH_GIVEN || !in.takeBoolean()) {
            return Optional.empty();
        }
        boolean hasForm = in.version() >= FIRST_WITH_FORM;
        return Optional.of(BatchPlan.sorted(MapCodec.take(in, () -> Given.take(in, hasForm))));
    }
}
