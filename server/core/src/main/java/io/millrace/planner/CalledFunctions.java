package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The functions of users that the expressions of one definition can call, and those that they turn out to call. For one thread. */
public final class CalledFunctions {

    private final Catalog catalog;
    private final Set<RelationName> called = new LinkedHashSet<>();

    /** @param catalog whose functions can be called; its relations are of no use to expressions */
    public CalledFunctions(Catalog catalog) {
        this.catalog = catalog.withoutRelations();
    }

    /** For expressions that call no functions of users. */
    public static CalledFunctions none() {
        return new CalledFunctions(Catalog.empty());
    }

    Catalog catalog() {
        return catalog;
    }

    void note(Collection<RelationName> named) {
        named.stream().filter(RelationName::isFunction).forEach(called::add);
    }

    /** Those that were called so far. */
    public Set<RelationName> called() {
        return Set.copyOf(called);
    }
}
