/**
 * Checkpoints on disk: what was cut at the border of two batches, in files that belong together or are not used at all.
 *
 * <p>What the contents mean is decided above; here they are names, versions and bytes.
 */
package io.millrace.journal.checkpoint;
