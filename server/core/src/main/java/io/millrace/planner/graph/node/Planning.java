package io.millrace.planner.graph.node;

import org.apache.calcite.rex.RexBuilder;

/**
 * What the translation of one query needs to know besides its algebra.
 *
 * @param continuous whether the query goes on from batch to batch
 * @param appendOnly whether rows, once given out, must stay
 * @param closesWindows whether results per window are held back until the window closes
 * @param fillsWindows whether empty windows have rows, too
 */
public record Planning(
        boolean continuous, boolean appendOnly, boolean closesWindows, boolean fillsWindows, RexBuilder rex) {}
