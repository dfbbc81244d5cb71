package io.millrace.sql.names;

import io.millrace.sql.tree.Written;

/**
 * A place in a statement where a relation or sink is named without a schema.
 *
 * @param name as it is written; of a column it has two parts, the relation's first
 * @param made whether the statement makes what is called so; else it has to be there
 */
public record NamedRelation(Written name, boolean made) {

    /** The name of the relation. */
    public String relation() {
        return name.parts().get(0);
    }
}
