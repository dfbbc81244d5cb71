/**
 * Batches as plain data: what one takes and what it gives, with their bytes for the journal and for other machines.
 *
 * <p>No functions, no open sources, no state: whoever has a plan and the state of the batch before can run the batch, and run it again.
 */
package io.millrace.engine.batch;
