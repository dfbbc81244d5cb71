package io.millrace.engine.operator;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The context of an operator under test: the test sets time and watermarks and reads what was refused. */
final class BatchContext implements OperatorContext {

    private long closedWatermark = NO_WATERMARK;
    private long watermark = NO_WATERMARK;
    private long timestamp;
    private long wakesAt = Long.MAX_VALUE;
    private final List<Page> late = new ArrayList<>();
    private final List<Lateness> lateness = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    void beginBatch(long newWatermark) {
        closedWatermark = watermark;
        watermark = Math.max(watermark, newWatermark);
        timestamp++;
        repeatBatch();
    }

    /** Begins the batch again: nothing has been refused, and nobody asked to be woken. */
    void repeatBatch() {
        wakesAt = Long.MAX_VALUE;
        late.clear();
        lateness.clear();
        rejected.clear();
    }

    List<Page> latePages() {
        return late;
    }

    /** Why each of the late pages is late. */
    List<Lateness> lateness() {
        return lateness;
    }

    List<String> rejections() {
        return rejected;
    }

    @Override
    public int partition() {
        return 0;
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
        wakesAt = Math.min(wakesAt, newTimestamp);
    }

    long wakesAt() {
        return wakesAt;
    }

    @Override
    public void late(int input, Page rows, Lateness why) {
        late.add(rows);
        lateness.add(why);
    }

    @Override
    public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
        for (int row = 0; row < rows.size(); row++) {
            rejected.add(RowText.row(rows, row) + " " + code + ": "
                    + place.map(known -> known + ": ").orElse("") + reason);
        }
    }
}
