/**
 * Queries that catch up beside the batches: new ones with what was there before them, others after a pause.
 */
package io.millrace.engine.driver.backfill;
