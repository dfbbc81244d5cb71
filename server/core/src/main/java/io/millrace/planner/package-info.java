/**
 * From SQL to the transformation graph: validation, relational algebra, and the translation of both into DStreams.
 *
 * <p>The only room, with the parser, that knows Calcite; no Calcite type is part of what it hands out.
 */
package io.millrace.planner;
