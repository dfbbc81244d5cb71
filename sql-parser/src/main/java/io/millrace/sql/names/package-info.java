/**
 * Where a statement names relations, and the same statement with schemas before these names.
 *
 * <p>Syntax only: which relation a name means is found out by whoever asks.
 */
package io.millrace.sql.names;
