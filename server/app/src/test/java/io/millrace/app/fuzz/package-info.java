/** Random queries, whose answers are compared with those of an independent database. */
package io.millrace.app.fuzz;
