/** What transports do with the records of formats before parsers read them. */
package io.millrace.spi.connector.record;
