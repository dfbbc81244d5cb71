/** Connections and secrets, and tables of other systems in which rows are looked up. */
package io.millrace.app.outside;
