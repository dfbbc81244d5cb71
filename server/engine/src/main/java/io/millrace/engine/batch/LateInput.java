package io.millrace.engine.batch;

import io.millrace.dstream.DStream;
import io.millrace.engine.operator.Lateness;
import io.millrace.spi.data.Page;

/**
 * Late rows of a node.
 *
 * @param input the node's input that they came by, whose columns they have
 * @param watermark that the node had reached before the batch
 */
public record LateInput(DStream input, Page rows, Lateness lateness, long watermark) {}
