package io.millrace.dstream.window;

import io.millrace.dstream.expression.Expression;
import java.time.Duration;
import java.util.Optional;

/**
 * The watermark that a derived stream declares for itself, instead of that of what it reads.
 *
 * @param watermark over the columns of the stream
 * @param maxAhead how far ahead of the clock a row may push it, where rows come as they happen; empty for no bound
 */
public record OwnTime(Expression watermark, Optional<Duration> maxAhead) {}
