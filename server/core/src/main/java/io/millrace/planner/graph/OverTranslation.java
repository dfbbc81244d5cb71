package io.millrace.planner.graph;

final class OverTranslation {
    OverTranslation(GraphBuilder graph) {}

    Node translate(org.apache.calcite.rel.core.Window node) {
        throw new UnsupportedOperationException();
    }
}
