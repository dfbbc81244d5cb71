/** A real broker of Kafka for tests, in a process of its own. */
package io.millrace.connector.testkit.kafka;
