package io.millrace.engine.batch;

import io.millrace.engine.refused.RejectedRow;
import java.util.List;

/**
 * What could not be used.
 *
 * @param count how many there were
 * @param rows those that are kept to be shown
 */
public record Rejections(long count, List<RejectedRow> rows) {

    public static final Rejections NONE = new Rejections(0, List.of());

    public Rejections {
        rows = List.copyOf(rows);
    }
}
