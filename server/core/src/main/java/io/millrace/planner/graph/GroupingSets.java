package io.millrace.planner.graph;

final class GroupingSets {
    static Node translate(AggregateTranslation t, Node input, org.apache.calcite.rel.core.Aggregate node) {
        throw new UnsupportedOperationException();
    }
}
