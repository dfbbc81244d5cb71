/** Writes files of Parquet: values as pages by Parquet's own library, pages as row groups, row groups as files. Nothing is read here. */
package io.millrace.connector.binary.parquet.output;
