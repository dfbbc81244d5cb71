/**
 * Files that are compressed, as if they were not: the gate to the libraries that compress. Knows nothing of records, partitions and
 * sources.
 */
package io.millrace.connector.files.compression;
