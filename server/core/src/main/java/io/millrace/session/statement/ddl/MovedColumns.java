package io.millrace.session.statement.ddl;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.graph.node.GraphRewriter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Plans as they are when the columns of a relation are elsewhere in its rows. Used once for each plan. */
final class MovedColumns {

    private final String relation;
    private final IntUnaryOperator places;
    private final Map<DStream, DStream> moved = new IdentityHashMap<>();

    private MovedColumns(String relation, IntUnaryOperator places) {
        this.relation = relation;
        this.places = places;
    }

    static PlannedQuery in(PlannedQuery plan, String relation, IntUnaryOperator places) {
        return plan.withRoot(new MovedColumns(relation, places).node(plan.root()));
    }

    private DStream node(DStream node) {
        DStream known = moved.get(node);
        if (known != null) {
            return known;
        }
        DStream made;
        if (node instanceof Source source) {
            made = source.relation().equals(relation) ? source.moved(places) : source;
        } else {
            List<DStream> inputs = node.inputs().stream().map(this::node).toList();
            made = GraphRewriter.withInputs(node, inputs);
        }
        moved.put(node, made);
        return made;
    }
}
