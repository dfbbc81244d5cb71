package io.millrace.engine.simulation;

import java.util.List;
import java.util.Optional;

/** What comes and goes at once. */
record Together(List<Definition> made, List<Definition> gone, Optional<Given> rows) {

    /** Rows for a relation. */
    record Given(String relation, long[][] rows) {}

    List<String> names() {
        return made.stream().map(Definition::name).toList();
    }
}
