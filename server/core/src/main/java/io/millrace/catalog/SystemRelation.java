package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A relation that the server itself provides: {@code sys.*} and {@code information_schema.*}. Read once, never followed. */
public record SystemRelation(RelationName name, RowType rowType) implements Relation {

    @Override
    public String sql() {
        return "";
    }

    @Override
    public Set<RelationName> dependsOn() {
        return Set.of();
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public Optional<List<Integer>> key() {
        return Optional.empty();
    }

    @Override
    public Set<Integer> eventTimeColumns() {
        return Set.of();
    }

    @Override
    public String kind() {
        return "system relation";
    }
}
