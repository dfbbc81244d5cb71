package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.unnest.Attachment.Valued;
import io.millrace.planner.unnest.Quantifiers.Comparison;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The sub-queries in the expressions of one node: puts their rows beside those of the node's input, one after the other, and their
 * values in the place of the sub-queries. Expressions come out over the columns of {@link #rows()}. Used once.
 *
 * <p>In a branch of CASE a sub-query is asked only for the rows that come to the branch, so that no other row can fail in it.
 */
final class SubQueries extends Substitution {

    private final Unnesting unnesting;
    private final Algebra algebra;
    private final Attachment attachment;
    private final Set<CorrelationId> variables;
    private final Optional<Scope> scope;
    private final Map<List<Object>, RexNode> values = new HashMap<>();
    private final List<RexNode> guards = new ArrayList<>();
    private DependentRows rows;

    /** @param variables the names by which the sub-queries call the rows */
    SubQueries(Unnesting unnesting, DependentRows rows, Set<CorrelationId> variables, Optional<Scope> scope) {
        super(unnesting.algebra().rex(), Map.of());
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
        this.attachment = unnesting.attachment();
        this.rows = unnesting.binding().settled(rows, scope);
        this.variables = variables;
        this.scope = scope;
    }

    DependentRows rows() {
        return rows;
    }

    /** An expression over the outputs of the given rows, with values for its sub-queries. */
    RexNode value(RexNode expression) {
        return expression.accept(this);
    }

    /** Leaves out rows for which a condition does not hold. */
    void filter(RexNode condition) {
        boolean negated = condition.getKind() == SqlKind.NOT;
        RexNode positive = negated ? ((RexCall) condition).getOperands().get(0) : condition;
        boolean done = positive instanceof RexSubQuery subQuery && (negated ? excluded(subQuery) : required(subQuery));
        if (!done) {
            RexNode value = value(condition);
            rows = attachment.filtered(rows, List.of(value));
        }
    }

    private boolean required(RexSubQuery subQuery) {
        if (subQuery.getKind() == SqlKind.EXISTS) {
            Scope within = within(variables, rows);
            rows = attachment.semi(rows, unnesting.unnest(subQuery.rel, Optional.of(within)), variables, scope);
            return true;
        }
        if (kind(subQuery) != SqlKind.EQUALS) {
            return false;
        }
        int outputs = rows.outputs().size();
        Comparison comparison = comparison(subQuery);
        DependentRows found =
                attachment.semi(rows, comparison.equal(algebra), comparison.variables(), comparison.scope());
        rows = found.withOutputs(found.outputs().subList(0, outputs));
        return true;
    }

    private boolean excluded(RexSubQuery subQuery) {
        if (subQuery.getKind() == SqlKind.EXISTS) {
            Scope within = within(variables, rows);
            rows = attachment.anti(rows, unnesting.unnest(subQuery.rel, Optional.of(within)), variables, scope);
            return true;
        }
        if (kind(subQuery) != SqlKind.EQUALS) {
            return false;
        }
        int outputs = rows.outputs().size();
        Comparison comparison = comparison(subQuery);
        if (comparison.neverUnknown()) {
            DependentRows found =
                    attachment.anti(rows, comparison.equal(algebra), comparison.variables(), comparison.scope());
            rows = found.withOutputs(found.outputs().subList(0, outputs));
            return true;
        }
        RexNode value = compared(comparison, outputs);
        rows = attachment.filtered(rows, List.of(algebra.rex().makeCall(SqlStdOperatorTable.NOT, value)));
        return true;
    }

    private Scope within(Set<CorrelationId> names, DependentRows around) {
        return new Scope(names, attachment.filtered(around, guards), scope);
    }

    /** How IN and SOME compare; other sub-queries do not. */
    private static SqlKind kind(RexSubQuery subQuery) {
        return switch (subQuery.getKind()) {
            case IN -> SqlKind.EQUALS;
            case SOME -> ((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind;
            default -> SqlKind.OTHER;
        };
    }

    /** The comparison of IN or SOME; puts its left values behind the outputs of the rows. */
    private Comparison comparison(RexSubQuery subQuery) {
        List<RexNode> left = visitList(subQuery.getOperands());
        int outputs = rows.outputs().size();
        rows = rows.withOutputs(plus(rows.outputs(), left));
        Attachment.Named named = attachment.named(rows);
        List<RexNode> references = named.columns().subList(outputs, outputs + left.size());
        Set<CorrelationId> names = new HashSet<>(variables);
        names.add(named.row());
        Scope within = within(names, rows);
        DependentRows inner = unnesting.unnest(subQuery.rel, Optional.of(within));
        return new Comparison(references, kind(subQuery), inner, names, scope, within);
    }

    private RexNode compared(Comparison comparison, int outputs) {
        Valued valued = unnesting.quantifiers().value(rows, comparison);
        rows = valued.rows().withOutputs(valued.rows().outputs().subList(0, outputs));
        return valued.value();
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
        return rows.outputs().get(reference.getIndex());
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
        List<Object> question = List.of(subQuery, List.copyOf(guards));
        RexNode known = values.get(question);
        if (known == null) {
            known = attached(subQuery);
            values.put(question, known);
        }
        return known;
    }

    private RexNode attached(RexSubQuery subQuery) {
        if (kind(subQuery) != SqlKind.OTHER) {
            int outputs = rows.outputs().size();
            return compared(comparison(subQuery), outputs);
        }
        if (subQuery.getKind() == SqlKind.UNIQUE) {
            RexNode repeated = RexSubQuery.exists(repeated(subQuery.rel)).accept(this);
            return algebra.rex().makeCall(SqlStdOperatorTable.NOT, repeated);
        }
        Optional<RexNode> collected = unnesting.collections().value(subQuery);
        if (collected.isPresent()) {
            return collected.get().accept(this);
        }
        Scope within = within(variables, rows);
        Valued valued = switch (subQuery.getKind()) {
            case EXISTS -> attachment.exists(rows, unnested(subQuery, within), variables, scope, Optional.of(within));
            case SCALAR_QUERY -> unnesting.scalars().value(rows, unnested(subQuery, within), variables, scope, within);
            default ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.of(Construct.Kind.SUB_QUERY),
                        subQuery.getKind().name().replace("_QUERY_CONSTRUCTOR", "")
                                + " of a sub-query is not supported");
        };
        rows = valued.rows();
        return valued.value();
    }

    /** Rows without nulls that are there more than once. */
    private RelNode repeated(RelNode rows) {
        int width = Algebra.width(rows);
        List<RexNode> columns = algebra.columns(rows);
        RelNode complete =
                algebra.filter(rows, columns.stream().map(algebra::isNotNull).toList());
        AggregateCall count = algebra.call(SqlStdOperatorTable.COUNT, complete, width);
        RelNode grouped = algebra.aggregate(complete, width, List.of(count));
        RexNode one = algebra.rex().makeBigintLiteral(BigDecimal.ONE);
        RexNode more = algebra.rex().makeCall(SqlStdOperatorTable.GREATER_THAN, algebra.column(grouped, width), one);
        return algebra.filter(grouped, List.of(more));
    }

    private DependentRows unnested(RexSubQuery subQuery, Scope within) {
        return unnesting.unnest(subQuery.rel, Optional.of(within));
    }

    @Override
    public RexNode visitCall(RexCall call) {
        return call.getKind() == SqlKind.CASE && RexUtil.SubQueryFinder.find(call) != null
                ? branches(call)
                : super.visitCall(call);
    }

    private RexNode branches(RexCall call) {
        int outside = guards.size();
        List<RexNode> operands = new ArrayList<>();
        for (int i = 0; i < call.getOperands().size(); i++) {
            boolean condition = i % 2 == 0 && i < call.getOperands().size() - 1;
            RexNode operand = call.getOperands().get(i).accept(this);
            operands.add(operand);
            if (condition) {
                guards.add(operand);
            } else if (i % 2 == 1) {
                RexNode taken = guards.remove(guards.size() - 1);
                guards.add(algebra.rex().makeCall(SqlStdOperatorTable.IS_NOT_TRUE, taken));
            }
        }
        guards.subList(outside, guards.size()).clear();
        return retyped(call, call.clone(call.getType(), operands));
    }
}
