package io.millrace.planner;

import io.millrace.dstream.query.Query;
import java.util.List;

/** The graphs of golden plans, for tests of what comes after planning. */
public final class GoldenGraphs {

    private GoldenGraphs() {}

    public static List<Query> nexmark() {
        return GoldenFile.questions("nexmark.txt").entrySet().stream()
                .map(question -> query(question.getKey(), GoldenPlansTest.planQuestion(question.getValue())))
                .toList();
    }

    private static Query query(String name, PlannedQuery planned) {
        return new Query(name, Query.Output.VIEW, planned.root(), planned.key());
    }
}
