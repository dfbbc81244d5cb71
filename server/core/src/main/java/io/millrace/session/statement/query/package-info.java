/** SELECT and SELECT STREAM, and the reading of one batch that other statements need too. */
package io.millrace.session.statement.query;
