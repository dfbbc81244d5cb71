/**
 * What all families of statements share: the statement on its way, plans, the services of the server, places of errors.
 *
 * <p>Statements use the planner and the driver through their own doors; no Calcite types may enter. Nothing here knows a family or
 * the table of statements.
 */
package io.millrace.session.statement;
