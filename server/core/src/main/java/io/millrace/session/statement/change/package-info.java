/** INSERT: rows on their way into streams and tables. */
package io.millrace.session.statement.change;
