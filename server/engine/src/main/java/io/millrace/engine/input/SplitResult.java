package io.millrace.engine.input;

import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Split;
import java.util.List;

/**
 * What the reading of a split gave.
 *
 * @param rows that were taken
 * @param rejected records that could not be used, as far as they are kept
 * @param rejectedCount of all of them
 */
public record SplitResult(Split split, long rows, List<RejectedRow> rejected, long rejectedCount) {}
