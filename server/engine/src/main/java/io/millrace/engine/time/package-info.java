/**
 * The clock of batches and the watermarks of inputs.
 */
package io.millrace.engine.time;
