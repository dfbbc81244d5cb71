/**
 * Files that sinks write: batch by batch, with a manifest that says what of them counts.
 *
 * <p>What the bytes mean is the format's business; nothing of reading files is known here.
 */
package io.millrace.connector.files.output;
