/**
 * What a server writes down of all that happens to it, in order, so that it can be done again: definitions, batches, failures, the clock.
 */
package io.millrace.engine.history;
