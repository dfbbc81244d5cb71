package io.millrace.planner.graph;

final class JoinTranslation {
    JoinTranslation(GraphBuilder graph) {}

    Node translate(org.apache.calcite.rel.core.Join node) {
        throw new UnsupportedOperationException();
    }
}
