/**
 * Queries that want the rows with some keys of one table: found out when they are planned, once for all values of their parameters, so that
 * the rows are looked up and no table is read.
 *
 * <p>No statements: these work with what is here.
 */
package io.millrace.session.lookup;
