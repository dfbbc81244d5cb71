package io.millrace.planner.validation;

import io.millrace.planner.rules.FromNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Refuses aggregates in sub-queries over columns of an outer query alone. By the standard they aggregate the rows of that query, as
 * {@code MAX} does in {@code SELECT (SELECT MAX(o.a)) FROM o}; Calcite takes them for aggregates of the sub-query's own rows.
 */
public final class OuterAggregates extends SqlBasicVisitor<Void> {

    /** The names that the relations of the queries have, the innermost first. */
    private final Deque<Set<String>> scopes = new ArrayDeque<>();

    private OuterAggregates() {}

    /** @param query validated, so that its columns are told with their relations */
    public static void refuse(SqlNode query) {
        query.accept(new OuterAggregates());
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            scopes.push(FromNames.of(select.getFrom()));
            super.visit(call);
            scopes.pop();
            return null;
        }
        if (call.getKind() == SqlKind.OVER) {
            SqlCall function = call.operand(0);
            function.getOperandList().stream()
                    .filter(operand -> operand != null)
                    .forEach(operand -> operand.accept(this));
            return call.operand(1).accept(this);
        }
        if (call.getOperator() instanceof SqlAggFunction && isOfOuterRows(call)) {
            throw ValidationFailure.notSupported(
                    call,
                    call.getOperator().getName() + " of columns of the outer query alone is an aggregate of that query,"
                            + " which is not supported here; compute it there, or in a sub-query that reads its relation");
        }
        return super.visit(call);
    }

    private boolean isOfOuterRows(SqlCall aggregate) {
        Set<String> read = new HashSet<>();
        aggregate
                .getOperandList()
                .forEach(operand -> Optional.ofNullable(operand).ifPresent(node -> node.accept(new Reads(read))));
        Set<String> own = Optional.ofNullable(scopes.peek()).orElse(Set.of());
        return !read.isEmpty()
                && read.stream().noneMatch(own::contains)
                && read.stream().allMatch(name -> scopes.stream().anyMatch(scope -> scope.contains(name)));
    }

    /** Collects the relations of columns, without those that sub-queries name themselves. */
    private static final class Reads extends SqlBasicVisitor<Void> {

        private final Set<String> found;
        private final Deque<Set<String>> inner = new ArrayDeque<>();

        Reads(Set<String> found) {
            this.found = found;
        }

        @Override
        public Void visit(SqlCall call) {
            if (!(call instanceof SqlSelect select)) {
                return super.visit(call);
            }
            inner.push(FromNames.of(select.getFrom()));
            select.getOperandList().stream()
                    .filter(part -> part != null && part != select.getFrom())
                    .forEach(part -> part.accept(this));
            inner.pop();
            return null;
        }

        @Override
        public Void visit(SqlIdentifier column) {
            if (column.names.size() > 1
                    && inner.stream().noneMatch(scope -> scope.contains(FromNames.relation(column)))) {
                found.add(FromNames.relation(column));
            }
            return null;
        }
    }
}
