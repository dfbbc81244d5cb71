/**
 * Queries with their EMIT clause, and FETCH from a subscription.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.query;
