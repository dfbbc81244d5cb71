/**
 * The options that connectors and formats declare, and their values as a statement gives them.
 *
 * <p>Only the JDK and the errors may be used here; what an option means is decided by who declares it.
 */
package io.millrace.spi.connector.option;
