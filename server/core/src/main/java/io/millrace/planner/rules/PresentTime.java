package io.millrace.planner.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/** Finds where an expression asks for the present time. */
public final class PresentTime {

    private static final Set<String> CLOCKS = Set.of(
            "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW", "PROCTIME", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");

    private PresentTime() {}

    public static boolean isClock(RexCall call) {
        return CLOCKS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    /** The first call that asks for the present time. */
    public static Optional<RexCall> call(RexNode expression) {
        try {
            expression.accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitCall(RexCall call) {
                    if (isClock(call)) {
                        throw new Util.FoundOne(call);
                    }
                    return super.visitCall(call);
                }
            });
            return Optional.empty();
        } catch (Util.FoundOne found) {
            return Optional.of((RexCall) found.getNode());
        }
    }
}
