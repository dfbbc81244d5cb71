package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Puts the bodies of functions in the places of their calls. Arguments are cast to the types of parameters; what a body does not use of
 * them is not computed. Bodies are planned on their own, so that names around a call mean nothing in them.
 */
public final class FunctionExpansion extends RelHomogeneousShuttle {

    private static final int MOST_PARTS = 100_000;

    private final RexBuilder rex;
    private final FunctionBodies bodies;

    public FunctionExpansion(RexBuilder rex, FunctionBodies bodies) {
        this.rex = rex;
        this.bodies = bodies;
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode inner = super.visit(node);
        CalledRow row = new CalledRow(rex, inner);
        RelNode expanded = row.named(inner.accept(new Calls(row)));
        return expanded instanceof TableFunctionScan scan
                        && scan.getCall() instanceof RexCall call
                        && call.getOperator() instanceof RowsFunction function
                ? rows(function.function(), call, expanded)
                : expanded;
    }

    private final class Calls extends RexShuttle {
        private final CalledRow row;

        Calls(CalledRow row) {
            this.row = row;
        }

        @Override
        public RexNode visitCall(RexCall call) {
            RexNode inner = super.visitCall(call);
            return inner instanceof RexCall expanded && expanded.getOperator() instanceof ValueFunction function
                    ? value(function.function(), expanded, call, row)
                    : inner;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
            return inner.clone(inner.rel.accept(FunctionExpansion.this));
        }
    }

    /** @param written the call before its arguments were expanded, which knows its place */
    private RexNode value(UserFunction function, RexCall call, RexCall written, CalledRow row) {
        FunctionBodies.Value body = bodies.value(function);
        List<RexNode> arguments = arguments(function, call);
        checkOnce(function, arguments, body.expression(), written);
        BoundArguments bound = new BoundArguments(
                rex,
                written.getParserPosition(),
                body.rows(),
                index -> row.inside(arguments.get(index), written.getParserPosition()));
        RexNode value = AssignedValues.exactly(rex, bound.in(body.expression(), arguments), call.getType());
        if (value.nodeCount() > MOST_PARTS) {
            throw new UnplannableException(
                    ErrorCode.LIMIT_EXCEEDED,
                    Construct.call(written),
                    "the call of " + function.name().title() + " stands for an expression of more than " + MOST_PARTS
                            + " parts; compute its arguments in a view or sub-query first");
        }
        return value;
    }

    private List<RexNode> arguments(UserFunction function, RexCall call) {
        List<RexNode> arguments = new ArrayList<>();
        for (int i = 0; i < call.getOperands().size(); i++) {
            RelDataType type = TypeConversion.toCalcite(
                    rex.getTypeFactory(), function.parameters().get(i).type(), true);
            arguments.add(AssignedValues.cast(rex, call.getOperands().get(i), type));
        }
        return arguments;
    }

    /** A body would see several values of an argument that gives another one each time. */
    private static void checkOnce(UserFunction function, List<RexNode> arguments, RexNode body, RexCall written) {
        for (int i = 0; i < arguments.size(); i++) {
            int index = i;
            if (!RexUtil.isDeterministic(arguments.get(i)) && uses(body, index) > 1) {
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.call(written),
                        function.name().title() + " reads its parameter \""
                                + function.parameters().get(i).name()
                                + "\" several times, but the argument gives another value each time; compute it in a"
                                + " sub-query first");
            }
        }
    }

    private static int uses(RexNode body, int parameter) {
        int[] uses = new int[1];
        body.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef reference) {
                uses[0] += reference.getIndex() == parameter ? 1 : 0;
                return null;
            }

            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                uses[0] += 2; // a query may read it for each of its rows
                return super.visitSubQuery(subQuery);
            }
        });
        return uses[0];
    }

    private RelNode rows(UserFunction function, RexCall call, RelNode scan) {
        FunctionBodies.Rows body = bodies.rows(function);
        List<RexNode> arguments = arguments(function, call);
        BoundArguments bound = new BoundArguments(rex, call.getParserPosition(), body.rows(), arguments::get);
        RelNode query = bound.in(body.query());
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
            columns.add(rex.makeInputRef(query, i));
        }
        return LogicalProject.create(
                query,
                List.of(),
                AssignedValues.exactly(rex, columns, scan.getRowType()),
                scan.getRowType().getFieldNames(),
                Set.of());
    }
}
