package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An evaluation that remembers what was rejected. */
final class Recorder implements Evaluation {

    /** Rows rejected for one reason. */
    record Rejection(Page rows, ErrorCode code, String reason) {}

    static final long NOW = 1_700_000_000_123L;

    private final List<Rejection> rejections = new ArrayList<>();

    List<Rejection> rejections() {
        return rejections;
    }

    List<String> reasons() {
        return rejections.stream().map(Rejection::reason).toList();
    }

    @Override
    public long batchTimestamp() {
        return NOW;
    }

    @Override
    public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
        rejections.add(
                new Rejection(rows, code, place.map(known -> known + ": ").orElse("") + reason));
    }
}
