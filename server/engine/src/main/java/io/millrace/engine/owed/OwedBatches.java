package io.millrace.engine.owed;

import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.engine.batch.BatchCommitCodec;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.BatchPlanCodec;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.WholeContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Batches that are owed to queries, in a checkpoint: each has all of them. */
public record OwedBatches(String name, long history, List<OwedBatch> batches) implements WholeContent {

    public OwedBatches {
        batches = List.copyOf(batches);
    }

    public OwedBatches(String name, List<OwedBatch> batches) {
        this(name, ThreadLocalRandom.current().nextLong(), batches);
    }

    @Override
    public long size() {
        return batches.size();
    }

    @Override
    public long write(OutputStream out, long since) throws IOException {
        FrameWriter frames = new FrameWriter(out);
        for (OwedBatch batch : batches) {
            BatchPlanCodec.write(batch.plan(), frames);
            BatchCommitCodec.write(batch.commit(), frames);
        }
        return size();
    }

    /** Reads what was written. */
    public static List<OwedBatch> read(ContentChain chain) throws IOException {
        List<OwedBatch> batches = new ArrayList<>();
        chain.read(files -> {
            for (InputStream file : files) {
                FrameReader frames = new FrameReader(file);
                while (frames.advance()) {
                    BatchPlan plan = BatchPlanCodec.read(frames);
                    frames.advance();
                    batches.add(new OwedBatch(plan, BatchCommitCodec.read(frames)));
                }
            }
        });
        return batches;
    }
}
