/** The operator tests of Calcite, asked of a server over JDBC. */
package io.millrace.app.operators;
