/**
 * Sums that do not depend on the order of their rows, and what becomes of them in a result type.
 *
 * <p>May use types, columns and cells. Calls, groups and pages must not enter.
 */
package io.millrace.engine.aggregate.number;
