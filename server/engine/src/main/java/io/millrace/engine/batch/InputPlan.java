package io.millrace.engine.batch;

import io.millrace.spi.connector.Split;
import java.util.List;

/**
 * What a batch takes of one relation.
 *
 * @param splits to be read from its source, in this order within each partition
 * @param exhausted whether the source will never have more after the splits
 * @param pushed rows that nobody can be asked for again, in the order in which they came
 * @param rejected records that came with them and could not be read
 */
public record InputPlan(List<Split> splits, boolean exhausted, List<PushedRows> pushed, Rejections rejected) {

    public InputPlan {
        splits = List.copyOf(splits);
        pushed = List.copyOf(pushed);
    }

    /** What is read from a source. */
    public static InputPlan scan(List<Split> splits, boolean exhausted) {
        return new InputPlan(splits, exhausted, List.of(), Rejections.NONE);
    }

    /** The same with what was pushed. */
    public InputPlan with(List<PushedRows> rows, Rejections refused) {
        return new InputPlan(splits, exhausted, rows, refused);
    }
}
