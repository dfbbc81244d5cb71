package io.millrace.planner.graph;

import io.millrace.catalog.Relation;
import io.millrace.dstream.DStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of a query.
 *
 * @param key columns whose values are unique among current rows, when known
 * @param eventTimeColumns columns of the root that carry event time
 * @param inputs the relations it reads
 */
public record Graph(DStream root, Optional<List<Integer>> key, Set<Integer> eventTimeColumns, Set<Relation> inputs) {}
