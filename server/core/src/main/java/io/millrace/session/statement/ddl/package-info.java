/** CREATE and DROP of streams, tables, views and sinks: everything is done or nothing. */
package io.millrace.session.statement.ddl;
