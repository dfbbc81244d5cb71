/**
 * What exists and what runs at the moment: the current version of the catalog, and the statements that have not ended.
 *
 * <p>No SQL text is read here, and no statement is carried out.
 */
package io.millrace.session.running;
