/**
 * How the rows of queries leave the server: for each sink an outbox of committed batches and a thread of its own that delivers them in
 * order and tries again. The driver only hands rows over; no sink is ever called on its thread.
 */
package io.millrace.engine.delivery;
