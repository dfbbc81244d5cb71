/**
 * What the durable parts of the server ask of a file system, so that tests can make it fail.
 *
 * <p>Only bytes and names of files enter; what they mean is decided above.
 */
package io.millrace.journal.storage;
