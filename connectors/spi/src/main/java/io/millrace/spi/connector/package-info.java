/**
 * The contracts that connectors and formats implement: sources, sinks, record parsers and their options.
 *
 * <p>Only the JDK, the data model and the errors may be used here; the engine is not visible.
 */
package io.millrace.spi.connector;
