package io.millrace.planner.graph;

final class SetOperationTranslation {
    SetOperationTranslation(GraphBuilder graph) {}

    Node translate(org.apache.calcite.rel.core.SetOp node) {
        throw new UnsupportedOperationException();
    }
}
