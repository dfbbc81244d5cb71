package io.millrace.planner.graph;

final class UnnestTranslation {
    UnnestTranslation(GraphBuilder graph) {}

    Node translate(org.apache.calcite.rel.RelNode node) {
        throw new UnsupportedOperationException();
    }
}
