/** SHOW, DESCRIBE and EXPLAIN: tables and texts about what is defined and what runs. */
package io.millrace.session.statement.show;
