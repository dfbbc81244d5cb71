/** Topics of Kafka: read by ranges of offsets, written in transactions. The client library stops here. */
package io.millrace.connector.kafka;
