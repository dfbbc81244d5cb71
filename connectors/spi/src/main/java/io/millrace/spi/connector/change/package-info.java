/**
 * What sources share whose records say how rows change.
 *
 * <p>Knows the contracts of connectors and the JDK, nothing of any format or transport.
 */
package io.millrace.spi.connector.change;
