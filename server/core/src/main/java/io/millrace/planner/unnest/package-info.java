/**
 * Makes joins of sub-queries.
 *
 * <p>Calcite leaves sub-queries in expressions, and LATERAL as a {@code Correlate}; its own rules for them are wrong in too many
 * cases to be used. The rules here, one class each:
 *
 * <ul>
 *   <li>what depends on outer rows is carried upwards: conditions, and values that read outer columns (filters, projections, joins);
 *   <li>an aggregate, a function with OVER and a LIMIT work per key, when all conditions are equalities with outer columns; else per
 *       row of the domain, the distinct values that the outer columns have;
 *   <li>set operations and outer joins carry the values of the outer columns beside their rows;
 *   <li>where inner and outer rows meet: EXISTS and IN as joins with the distinct keys or semi joins, their negation as anti joins,
 *       values as left joins with the one row there can be.
 * </ul>
 *
 * <p>What comes out has no sub-queries. Nothing here knows graphs; types of the engine do not enter.
 */
package io.millrace.planner.unnest;
