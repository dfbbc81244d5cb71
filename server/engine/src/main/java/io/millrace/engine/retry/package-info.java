/**
 * How to go on after a failure that may pass: waiting times, and log lines that do not fill the disk. For sinks, sources and
 * whatever else talks to the outside; knows nothing of them.
 */
package io.millrace.engine.retry;
