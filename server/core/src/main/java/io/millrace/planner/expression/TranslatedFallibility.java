package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.Certainty;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.types.UnsupportedTypeException;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/** Decides by translating expressions to those of the engine, which knows what its functions do. */
public final class TranslatedFallibility implements Fallibility {

    @Override
    public ImmutableBitSet missed(Project project, List<RexNode> users) {
        if (project.getProjects().stream().noneMatch(RexCall.class::isInstance)) {
            return ImmutableBitSet.of();
        }
        Scope scope = new Scope(project.getInput());
        List<Parts> columns =
                project.getProjects().stream().map(scope::translate).toList();
        if (columns.stream().noneMatch(Parts::mayFail)) {
            return ImmutableBitSet.of();
        }
        List<Expression> computed = computed(project, columns, users);
        List<Expression> conditions = conditions(project.getInput(), scope);
        Certainty certainty = new Certainty(conditions, computed);
        ImmutableBitSet.Builder missed = ImmutableBitSet.builder();
        for (int i = 0; i < columns.size(); i++) {
            if (!certainty.missing(columns.get(i).all()).isEmpty()) {
                missed.set(i);
            }
        }
        return missed.build();
    }

    /** What is computed of the rows of the projection's input when only the users are. */
    private static List<Expression> computed(Project project, List<Parts> columns, List<RexNode> users) {
        List<Expression> computed = new ArrayList<>();
        Scope above = new Scope(project);
        for (RexNode user : users) {
            for (Expression part : above.translate(user).all()) {
                List<Integer> read = Rewriting.columns(part).distinct().toList();
                boolean known = read.stream().allMatch(column -> isKnown(columns, column));
                if (known) {
                    computed.add(Rewriting.inline(
                            part,
                            columns.stream()
                                    .map(column -> column.value().orElse(null))
                                    .toList()));
                }
                read.stream()
                        .filter(column -> column < columns.size())
                        .forEach(column -> computed.addAll(columns.get(column).windowed()));
            }
        }
        return computed;
    }

    private static boolean isKnown(List<Parts> columns, int column) {
        return column < columns.size() && columns.get(column).value().isPresent();
    }

    private static List<Expression> conditions(RelNode input, Scope scope) {
        return input.stripped() instanceof Filter filter
                ? RelOptUtil.conjunctions(filter.getCondition()).stream()
                        .flatMap(condition -> scope.translate(condition).value().stream())
                        .toList()
                : List.of();
    }

    /**
     * An expression, taken apart.
     *
     * @param value with columns of their own in place of its window functions; empty when that cannot be translated
     * @param windowed what its window functions look at, which is computed before they are
     */
    private record Parts(Optional<Expression> value, List<Expression> windowed) {

        List<Expression> all() {
            List<Expression> all = new ArrayList<>(windowed);
            value.ifPresent(all::add);
            return all;
        }

        boolean mayFail() {
            return all().stream().anyMatch(Traits::mayFail);
        }
    }

    /** Translates over the columns of a node, behind which come those of window functions. */
    private static final class Scope {

        private final RelNode node;
        private final List<Field> fields = new ArrayList<>();
        /** Columns whose types are none of ours: what reads them cannot be translated. */
        private final BitSet foreign = new BitSet();

        private final RexShuttle windows = new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                add(over.getType());
                return new RexInputRef(fields.size() - 1, over.getType());
            }
        };

        Scope(RelNode node) {
            this.node = node;
            node.getRowType().getFieldList().forEach(column -> add(column.getType()));
        }

        private void add(RelDataType type) {
            Type own = Type.BOOLEAN;
            try {
                own = TypeConversion.fromCalcite(type);
            } catch (UnsupportedTypeException e) {
                foreign.set(fields.size());
            }
            fields.add(new Field("column", own, type.isNullable()));
        }

        Parts translate(RexNode expression) {
            List<Expression> windowed = new ArrayList<>();
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    over.getOperands().forEach(operand -> value(operand).ifPresent(windowed::add));
                    over.getWindow().partitionKeys.forEach(key -> value(key).ifPresent(windowed::add));
                    over.getWindow().orderKeys.forEach(key -> value(key.left).ifPresent(windowed::add));
                    return over;
                }
            });
            return new Parts(value(expression), windowed);
        }

        private Optional<Expression> value(RexNode expression) {
            try {
                RexNode withoutWindows = expression.accept(windows);
                boolean readable = RelOptUtil.InputFinder.bits(withoutWindows).asList().stream()
                        .noneMatch(foreign::get);
                return readable
                        ? Optional.of(new ExpressionTranslator(
                                        new RowType(fields), node.getCluster().getRexBuilder())
                                .translate(withoutWindows))
                        : Optional.empty();
            } catch (UnplannableException | UnsupportedTypeException e) {
                return Optional.empty();
            }
        }
    }
}
