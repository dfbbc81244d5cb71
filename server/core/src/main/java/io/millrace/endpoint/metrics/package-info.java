/** The figures of server, JVM and requests in the form of Prometheus: the gate to Micrometer. */
package io.millrace.endpoint.metrics;
