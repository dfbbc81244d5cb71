package io.millrace.planner.function;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Puts the arguments of a call in the places of parameters in a body, and the place of the call in those of the parts of the body. */
final class BoundArguments {

    private final RexBuilder rex;
    private final SqlParserPos place;
    private final Set<CorrelationId> rows;
    private final IntFunction<RexNode> inside;

    /**
     * @param rows by which queries of the body call the row of parameters
     * @param inside the arguments as queries of the body see them
     */
    BoundArguments(RexBuilder rex, SqlParserPos place, Set<CorrelationId> rows, IntFunction<RexNode> inside) {
        this.rex = rex;
        this.place = place;
        this.rows = rows;
        this.inside = inside;
    }

    /** A body that is an expression. */
    RexNode in(RexNode body, List<RexNode> arguments) {
        return body.accept(new Expressions() {
            @Override
            public RexNode visitInputRef(RexInputRef parameter) {
                return arguments.get(parameter.getIndex());
            }
        });
    }

    /** A body that is a query, or a query in one. */
    RelNode in(RelNode body) {
        Expressions expressions = new Expressions();
        return body.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(expressions);
            }
        });
    }

    private class Expressions extends RexShuttle {

        @Override
        public RexNode visitCall(RexCall call) {
            RexNode bound = super.visitCall(call);
            return bound instanceof RexCall again && again.getClass() == RexCall.class
                    ? rex.makeCall(place, again.getType(), again.getOperator(), again.getOperands())
                    : bound;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            boolean parameter =
                    access.getReferenceExpr() instanceof RexCorrelVariable variable && rows.contains(variable.id);
            return parameter ? inside.apply(access.getField().getIndex()) : super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery bound = (RexSubQuery) super.visitSubQuery(subQuery);
            return bound.clone(in(bound.rel));
        }
    }
}
