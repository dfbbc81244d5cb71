package io.millrace.planner.rules;

import io.millrace.spi.error.ErrorCode;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Puts the names of the user and of his schema in the places of {@code CURRENT_USER} and its likes and {@code CURRENT_SCHEMA}. */
public final class PresentUser extends RelHomogeneousShuttle {

    private static final Set<String> NAMES = Set.of("CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER");

    private static final String SCHEMA = "CURRENT_SCHEMA";

    private final RexShuttle expressions;

    /** @param continuous whether the query goes on when nobody asks: then there is no such user */
    public PresentUser(RexBuilder rex, String user, String schema, boolean continuous) {
        this.expressions = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
                if (!call.getOperands().isEmpty() || !(NAMES.contains(name) || name.equals(SCHEMA))) {
                    return super.visitCall(call);
                }
                if (continuous) {
                    throw new UnplannableException(
                            ErrorCode.NOT_SUPPORTED,
                            Construct.call(call),
                            name + (name.equals(SCHEMA) ? " is that of whoever reads" : " is whoever reads")
                                    + ", but this query goes on whoever reads it; write it in the SELECT"
                                    + " that reads the result, or in a plain view");
                }
                return rex.makeCast(call.getType(), rex.makeLiteral(name.equals(SCHEMA) ? schema : user));
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return super.visitSubQuery(subQuery.clone(subQuery.rel.accept(PresentUser.this)));
            }
        };
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(expressions);
    }
}
