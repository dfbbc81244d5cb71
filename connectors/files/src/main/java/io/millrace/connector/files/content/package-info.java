/**
 * What is in files that do not hold it as it is, because they are compressed or written in another charset: as UTF-8, at positions of
 * its own. The gate to the libraries that compress. Knows nothing of records, partitions and sources.
 */
package io.millrace.connector.files.content;
