package io.millrace.session.definition;

import java.time.Duration;
import java.util.Optional;

/**
 * How the rows of an input tell the time.
 *
 * @param idleTimeout after which a silent partition does not hold time back; zero means never
 * @param maxAhead how far ahead of the clock a row may be; empty for no bound
 */
public record InputTiming(Duration idleTimeout, Optional<Duration> maxAhead) {}
