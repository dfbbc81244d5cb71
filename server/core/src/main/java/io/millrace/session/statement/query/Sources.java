package io.millrace.session.statement.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the relations at the leaves of a graph. */
final class Sources {

    private Sources() {}

    static Set<String> of(DStream root) {
        Set<String> names = new LinkedHashSet<>();
        collect(root, names);
        return names;
    }

    private static void collect(DStream node, Set<String> names) {
        if (node instanceof Source source) {
            names.add(source.relation());
        }
        node.inputs().forEach(input -> collect(input, names));
    }
}
