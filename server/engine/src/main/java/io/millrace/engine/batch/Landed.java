package io.millrace.engine.batch;

import java.util.List;

/**
 * With a change that is made, all that was being made together counts from then on.
 *
 * @param dropped what goes at the same moment, each before what it read
 * @param altered what is carried out after that, in this order
 */
public record Landed(List<String> dropped, List<LandedStatement> altered) {

    public Landed {
        dropped = List.copyOf(dropped);
        altered = List.copyOf(altered);
    }
}
