/** The SQL types on both sides of the planner: Calcite's and those of the data model, with the rules for derived types. */
package io.millrace.planner.types;
