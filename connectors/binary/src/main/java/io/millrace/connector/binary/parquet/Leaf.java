package io.millrace.connector.binary.parquet;

import org.apache.parquet.format.SchemaElement;

/**
 * A column of a file: values without a structure of their own.
 *
 * @param path its name, with those of the groups that it is in
 * @param chunk the number of its chunk in each row group
 * @param top whether it stands in no group
 */
record Leaf(String path, SchemaElement element, int chunk, int definition, int repetition, boolean top) {}
