/**
 * Files as streams: one file, the files of a directory, files that grow, directories where new files appear.
 *
 * <p>A partition is a file, an offset a byte position. What the bytes mean is the format's business.
 */
package io.millrace.connector.files;
