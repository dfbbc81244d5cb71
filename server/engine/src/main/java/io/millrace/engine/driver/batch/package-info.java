/**
 * The life of a batch: what is in it is planned, it runs, it is written down, committed and published, or taken back; and the thread that
 * does all that.
 */
package io.millrace.engine.driver.batch;
