/**
 * CREATE, ALTER … SET and DROP of streams, tables, views, sinks and all else that has a name, except people.
 *
 * <p>Nodes only: nothing here resolves names, validates or executes.
 */
package io.millrace.sql.tree.ddl;
