/** A server of HTTP that does what a test wants. */
package io.millrace.connector.testkit.http;
