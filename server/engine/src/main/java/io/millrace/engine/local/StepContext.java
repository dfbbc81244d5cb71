package io.millrace.engine.local;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.dstream.DStream;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.InnerQuery;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery.LateRows;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What one operator on one partition knows of the batch, and where its late and failed rows go. */
final class StepContext implements OperatorContext {

    /** Failed rows kept per batch, operator and partition; the rest are only counted. */
    private static final int MAX_REJECTED = 1_000;

    /** Of a larger row that failed only the beginning is kept. */
    private static final int MOST_RAW_BYTES = 1 << 16;

    private final int partition;
    private final List<DStream> inputs;
    private final Set<String> relations;
    private final Cancellation cancellation;
    private final MemoryBudget memory;
    private final HeldPages held;
    private final OperatorFactory operators;
    private final List<LateRows> late = new ArrayList<>();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private long timestamp;
    private long wakeAt = Long.MAX_VALUE;
    private long closedWatermark = NO_WATERMARK;
    private long watermark = NO_WATERMARK;
    private long committedWakeAt = Long.MAX_VALUE;
    private long committedWatermark = NO_WATERMARK;

    /**
     * @param inputs of the operator, whose rows it can refuse
     * @param relations whose watermarks hold this operator back
     * @param cancellation asked often, as is the budget: for each page at least
     * @param held counts what is kept of refused rows
     * @param operators of queries within this operator
     */
    StepContext(
            int partition,
            List<DStream> inputs,
            Set<String> relations,
            Cancellation cancellation,
            MemoryBudget memory,
            HeldPages held,
            OperatorFactory operators) {
        this.partition = partition;
        this.inputs = inputs;
        this.relations = relations;
        this.cancellation = cancellation;
        this.memory = memory;
        this.held = held;
        this.operators = operators;
    }

    void begin(BatchTime time, Map<String, Long> watermarks) {
        timestamp = time.timestamp();
        wakeAt = Long.MAX_VALUE;
        closedWatermark = least(watermarks);
        watermark = closedWatermark;
        late.clear();
        rejected.clear();
    }

    void advance(Map<String, Long> watermarks) {
        watermark = Math.max(closedWatermark, least(watermarks));
    }

    void commit() {
        committedWakeAt = wakeAt;
        committedWatermark = watermark;
    }

    void abort() {
        wakeAt = committedWakeAt;
        watermark = committedWatermark;
        closedWatermark = committedWatermark;
        late.clear();
        rejected.clear();
    }

    /** How far time has come with the last commit, for a checkpoint. */
    Consumer<Encoder> facts() {
        long wake = committedWakeAt;
        long reached = committedWatermark;
        return out -> {
            out.putSigned(wake);
            out.putSigned(reached);
        };
    }

    void restoreFacts(Decoder in) {
        committedWakeAt = in.takeSigned();
        committedWatermark = in.takeSigned();
        abort();
    }

    private long least(Map<String, Long> watermarks) {
        long least = Long.MAX_VALUE;
        for (String relation : relations) {
            least = Math.min(least, watermarks.getOrDefault(relation, Watermarks.NONE));
        }
        return least;
    }

    long wakesAt() {
        return wakeAt;
    }

    List<LateRows> takeLate() {
        return late;
    }

    List<RejectedRow> takeRejected() {
        return rejected;
    }

    @Override
    public void checkCancelled() {
        cancellation.check();
        memory.check();
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long batchTimestamp() {
        return timestamp;
    }

    @Override
    public long closedWatermark() {
        return closedWatermark;
    }

    @Override
    public long watermark() {
        return watermark;
    }

    @Override
    public void wakeAt(long newTimestamp) {
        wakeAt = Math.min(wakeAt, newTimestamp);
    }

    @Override
    public void late(int input, Page rows, Lateness lateness) {
        held.count(rows);
        late.add(new LateRows(inputs.get(input), rows, lateness, closedWatermark));
    }

    @Override
    public InnerQuery inner(DStream graph) {
        return new InnerRun(
                graph,
                operators,
                cancellation,
                memory,
                this::batchTimestamp,
                failed -> failed.stream().limit(MAX_REJECTED - rejected.size()).forEach(rejected::add));
    }

    @Override
    public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
        if (rejected.size() < MAX_REJECTED) {
            held.count(rows);
        }
        for (int row = 0; row < rows.size() && rejected.size() < MAX_REJECTED; row++) {
            byte[] raw = RowText.json(inputs.get(0).rowType(), rows, row);
            rejected.add(new RejectedRow(
                    "",
                    -1,
                    code,
                    place,
                    reason,
                    raw.length <= MOST_RAW_BYTES ? raw : Arrays.copyOf(raw, MOST_RAW_BYTES)));
        }
    }
}
