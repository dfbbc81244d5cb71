/**
 * Avro: files of blocks, and messages whose schemas a registry has. The gate to Avro's library, which reads schemas and opens blocks;
 * values are decoded here, straight into columns.
 */
package io.millrace.connector.binary.avro;
