package io.millrace.session.lookup;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.query.ClockUse;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A graph of nothing but filters and projections over one table, of which it wants the rows with one key, taken apart. */
final class KeyedChain {

    private final Source source;
    private final List<Filter> filters = new ArrayList<>();
    private final Project project;
    private final List<DStream> above = new ArrayList<>();

    private KeyedChain(Source source, List<DStream> nodes) {
        this.source = source;
        int own = 0;
        while (own < nodes.size() && nodes.get(own) instanceof Filter filter) {
            filters.add(filter);
            own++;
        }
        if (own < nodes.size()) {
            project = (Project) nodes.get(own);
            above.addAll(nodes.subList(own + 1, nodes.size()));
        } else {
            project = new Project(source, Rewriting.references(source.rowType()), source.rowType());
        }
    }

    /** Empty when the graph is something else, or needs a value of a parameter where a column cannot be. */
    static Optional<KeyedChain> of(DStream root) {
        List<DStream> nodes = new ArrayList<>();
        DStream below = root;
        while (below instanceof Filter || below instanceof Project) {
            nodes.add(0, below);
            below = below.inputs().get(0);
        }
        if (!(below instanceof Source source) || ClockUse.in(root)) {
            return Optional.empty();
        }
        KeyedChain chain = new KeyedChain(source, nodes);
        return chain.above.stream().anyMatch(KeyedChain::hasParameters) ? Optional.empty() : Optional.of(chain);
    }

    Source source() {
        return source;
    }

    private static boolean hasParameters(DStream node) {
        List<Expression> expressions =
                node instanceof Filter filter ? List.of(filter.predicate()) : ((Project) node).expressions();
        return expressions.stream().flatMap(Rewriting::parts).anyMatch(Placeholder.class::isInstance);
    }

    /** The condition of all filters over the table. */
    Optional<Expression> condition() {
        return filters.stream().map(Filter::predicate).reduce((one, other) -> and(List.of(one, other)));
    }

    private static Expression and(List<Expression> conditions) {
        return new Call(
                Function.AND,
                conditions,
                conditions.get(0).type(),
                conditions.stream().anyMatch(Expression::nullable));
    }

    /**
     * The graph over rows that were looked up: their columns, and those that constants became.
     *
     * @param known conditions that these rows fulfil
     * @param width how many columns the table has
     */
    DStream over(List<Expression> known, int width, ConstantsAsColumns constants) {
        List<Expression> conditions = new ArrayList<>();
        condition().stream()
                .flatMap(Rewriting::conjuncts)
                .filter(condition -> !known.contains(condition))
                .forEach(condition -> conditions.add(constants.of(condition, false)));
        List<Expression> values = project.expressions().stream()
                .map(value -> constants.of(value, true))
                .toList();
        DStream rebuilt = widened(width, constants.constants());
        for (Expression condition : conditions) {
            rebuilt = new Filter(rebuilt, condition);
        }
        rebuilt = new Project(rebuilt, values, project.rowType());
        for (DStream node : above) {
            rebuilt = node instanceof Filter filter
                    ? new Filter(rebuilt, filter.predicate())
                    : new Project(rebuilt, ((Project) node).expressions(), node.rowType());
        }
        return rebuilt;
    }

    private Source widened(int width, List<Expression> constants) {
        List<Integer> columns = new ArrayList<>(source.columns());
        List<Field> fields = new ArrayList<>(source.rowType().fields());
        for (int i = 0; i < constants.size(); i++) {
            Expression constant = constants.get(i);
            columns.add(width + i);
            fields.add(new Field("constant$" + i, constant.type(), constant.nullable()));
        }
        return new Source(source.relation(), columns, new RowType(fields), true); // rows that were found stay
    }
}
