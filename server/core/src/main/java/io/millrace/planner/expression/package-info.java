/** The translation of scalar expressions from Calcite's into the graph's. */
package io.millrace.planner.expression;
