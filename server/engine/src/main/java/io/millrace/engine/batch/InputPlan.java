package io.millrace.engine.batch;

import io.millrace.spi.connector.Split;
import java.util.List;

/**
 * What a batch takes of one relation.
 *
 * @param splits to be read from its source, in this order within each partition
 * @param pushed rows that nobody can be asked for again, in the order in which they came
 */
public record InputPlan(List<Split> splits, List<PushedRows> pushed) {

    public InputPlan {
        splits = List.copyOf(splits);
        pushed = List.copyOf(pushed);
    }
}
