/**
 * Parquet: files of row groups, with a directory at the end. The gate to Parquet's libraries for the directory and for encodings of
 * values; none of Hadoop is needed. Which pages are read, and what becomes of values, is decided here.
 */
package io.millrace.connector.binary.parquet;
