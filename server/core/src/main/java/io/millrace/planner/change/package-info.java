/**
 * Statements that change rows as queries: what INSERT, UPDATE, DELETE and MERGE read, and how what they give fits the columns of their target.
 *
 * <p>Only what becomes of rows is said here; nothing is validated, and nothing is changed.
 */
package io.millrace.planner.change;
