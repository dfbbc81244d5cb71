/**
 * From text to statements: scanning, reading words by their context, the grammar, and errors in the user's words.
 *
 * <p>{@link io.millrace.sql.parser.SqlParsing} is the door. Nothing here resolves names or validates.
 */
package io.millrace.sql.parser;
