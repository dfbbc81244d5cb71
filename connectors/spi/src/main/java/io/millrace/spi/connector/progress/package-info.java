/** What sources say of how far they are. */
package io.millrace.spi.connector.progress;
