/**
 * Users, roles and what they may do.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.people;
