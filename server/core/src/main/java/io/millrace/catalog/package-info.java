/**
 * What exists: streams, tables, views and functions by name, in immutable versions.
 *
 * <p>Imports the graph and the data model only; SQL parsing, planning and running must not enter.
 */
package io.millrace.catalog;
