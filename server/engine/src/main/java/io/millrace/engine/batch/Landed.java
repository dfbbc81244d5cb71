package io.millrace.engine.batch;

import java.util.List;

/**
 * With a change that is made, all that was being made together counts from then on.
 *
 * @param dropped what goes at the same moment, each before what it read
 */
public record Landed(List<String> dropped) {

    public Landed {
        dropped = List.copyOf(dropped);
    }
}
