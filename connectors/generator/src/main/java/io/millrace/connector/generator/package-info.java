/**
 * Sources that make their rows up: every row is a function of its offset, so that any range can be made again.
 *
 * <p>Also the blackhole sink, which measures what reaches it and keeps nothing.
 */
package io.millrace.connector.generator;
