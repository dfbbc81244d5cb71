/**
 * Turns expressions, chains of linear DStreams, keys and accumulators into Java classes, compiled by Janino and cached by
 * digest.
 *
 * <p>May use the graph and the data model. State and operators must not enter.
 */
package io.millrace.engine.codegen;
