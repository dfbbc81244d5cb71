package io.millrace.session.statement.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query over rows that were looked up by their key. Its constants become columns of these rows, and the conditions by which they were
 * looked up are left out: then the class that is generated for it serves all other keys and constants too.
 */
final class LookedUp {

    /** Functions that do the same with a constant as with a column. */
    private static final Set<Function> PLAIN = EnumSet.of(
            Function.ADD,
            Function.SUBTRACT,
            Function.MULTIPLY,
            Function.EQUAL,
            Function.NOT_EQUAL,
            Function.LESS,
            Function.LESS_OR_EQUAL,
            Function.GREATER,
            Function.GREATER_OR_EQUAL,
            Function.COALESCE);

    private final int width;
    private final Set<Expression> known;
    private final List<Literal> constants = new ArrayList<>();
    private int offset;

    /**
     * @param width how many columns the table has
     * @param known the conditions that hold for all rows that were looked up
     */
    LookedUp(int width, Set<Expression> known) {
        this.width = width;
        this.known = known;
    }

    /** The query without constants; as it is when it is more than filters and projections. */
    DStream lean(DStream root) {
        return isChain(root) ? rewritten(root) : root;
    }

    private static boolean isChain(DStream node) {
        return node instanceof Source
                || ((node instanceof Filter || node instanceof Project)
                        && isChain(node.inputs().get(0)));
    }

    private DStream rewritten(DStream node) {
        List<DStream> chain = new ArrayList<>();
        DStream below = node;
        while (!(below instanceof Source)) {
            chain.add(0, below);
            below = below.inputs().get(0);
        }
        Source source = (Source) below;
        offset = source.columns().size();
        int own = 0;
        while (own < chain.size() && chain.get(own) instanceof Filter) {
            own++;
        }
        List<Expression> conditions = new ArrayList<>();
        for (DStream filter : chain.subList(0, own)) {
            condition(((Filter) filter).predicate()).ifPresent(conditions::add);
        }
        Optional<Project> project = own < chain.size() ? Optional.of((Project) chain.get(own)) : Optional.empty();
        if (project.isEmpty()) {
            return node;
        }
        List<Expression> values = project.get().expressions().stream()
                .map(value -> lean(value, true))
                .toList();
        DStream rebuilt = widened(source);
        for (Expression condition : conditions) {
            rebuilt = new Filter(rebuilt, condition);
        }
        rebuilt = new Project(rebuilt, values, project.get().rowType());
        for (DStream above : chain.subList(own + 1, chain.size())) {
            rebuilt = above instanceof Filter filter
                    ? new Filter(rebuilt, filter.predicate())
                    : new Project(rebuilt, ((Project) above).expressions(), above.rowType());
        }
        return rebuilt;
    }

    /** What is left of a condition; empty when nothing is. */
    private Optional<Expression> condition(Expression predicate) {
        if (known.contains(predicate)) {
            return Optional.empty();
        }
        if (predicate instanceof Call call && call.function() == Function.AND) {
            List<Expression> left = call.arguments().stream()
                    .flatMap(argument -> condition(argument).stream())
                    .toList();
            return switch (left.size()) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(left.get(0));
                default -> Optional.of(new Call(call.function(), left, call.type(), call.nullable()));
            };
        }
        return Optional.of(lean(predicate, false));
    }

    private Expression lean(Expression expression, boolean plain) {
        if (expression instanceof Literal literal) {
            return plain && literal.value().isPresent() ? column(literal) : literal;
        }
        if (expression instanceof Call call) {
            boolean replaceable = PLAIN.contains(call.function());
            return new Call(
                    call.function(),
                    call.arguments().stream()
                            .map(argument -> lean(argument, replaceable))
                            .toList(),
                    call.type(),
                    call.nullable());
        }
        return expression;
    }

    private Expression column(Literal literal) {
        constants.add(literal);
        return new ColumnReference(offset + constants.size() - 1, literal.type(), false);
    }

    private Source widened(Source source) {
        List<Integer> columns = new ArrayList<>(source.columns());
        List<Field> fields = new ArrayList<>(source.rowType().fields());
        for (int i = 0; i < constants.size(); i++) {
            columns.add(width + i);
            fields.add(new Field("constant$" + i, constants.get(i).type(), false));
        }
        return new Source(source.relation(), columns, new RowType(fields), source.appendOnly());
    }

    /** The rows with the constants behind their columns. */
    List<Page> rows(List<Page> pages) {
        return constants.isEmpty()
                ? pages
                : pages.stream().map(this::withConstants).toList();
    }

    private Page withConstants(Page page) {
        Column[] columns = new Column[width + constants.size()];
        for (int i = 0; i < width; i++) {
            columns[i] = page.column(i);
        }
        for (int i = 0; i < constants.size(); i++) {
            Literal constant = constants.get(i);
            ColumnBuilder builder = ColumnBuilder.of(constant.type());
            for (int row = 0; row < page.size(); row++) {
                ValuesOperator.append(builder, constant.value().orElseThrow());
            }
            columns[width + i] = builder.build();
        }
        return new Page(page.size(), columns, page.weights());
    }
}
