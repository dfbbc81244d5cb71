package io.millrace.planner.graph;

final class SortTranslation {
    SortTranslation(GraphBuilder graph) {}

    java.util.Optional<Node> rankFilter(org.apache.calcite.rel.core.Filter f) {
        return java.util.Optional.empty();
    }

    Node translate(org.apache.calcite.rel.core.Sort node) {
        throw new UnsupportedOperationException();
    }
}
