/** Rows over HTTP: an address is asked for them again and again, or they are sent to one. The client is that of the JDK. */
package io.millrace.connector.http;
