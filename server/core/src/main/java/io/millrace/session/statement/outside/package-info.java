/** The statements about connections and secrets. */
package io.millrace.session.statement.outside;
