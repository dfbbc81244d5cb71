/** What users read when a query cannot be planned: position, fact and remedy, in their words and not in Calcite's. */
package io.millrace.planner.errors;
