package io.millrace.catalog;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function that a user has made: its body stands in the place of each call, or is a method in Java.
 *
 * @param parameters all of them take NULL
 * @param result the columns of a table; for a value a single one, called like the function
 * @param kind what a call stands for
 * @param body an expression over the parameters, or for a table a query, as SQL; of no meaning when there is a method
 * @param method {@code package.Class.method}, or {@code package.Class} of an aggregate, when it is written in Java
 * @param sql the statement that created it, as it was written
 * @param reads the relations and functions that the body names
 */
public record UserFunction(
        RelationName name,
        List<Field> parameters,
        RowType result,
        Kind kind,
        String body,
        Optional<String> method,
        String sql,
        Reads reads) {

    /** What a call of a function stands for. */
    public enum Kind {
        SCALAR,
        TABLE,
        AGGREGATE
    }

    public UserFunction {
        parameters = List.copyOf(parameters);
    }

    /** Whether it stands in FROM. */
    public boolean table() {
        return kind == Kind.TABLE;
    }

    /** Whether it gives one value of many rows. */
    public boolean aggregate() {
        return kind == Kind.AGGREGATE;
    }

    /** What has to be there for the body to mean something. */
    public Set<RelationName> dependsOn() {
        return reads.all();
    }

    /** How it is called: {@code f(x INTEGER)}. */
    public String signature() {
        return name.name() + "("
                + String.join(
                        ", ",
                        parameters.stream()
                                .map(parameter -> parameter.name() + " "
                                        + parameter.type().sql())
                                .toList())
                + ")";
    }
}
