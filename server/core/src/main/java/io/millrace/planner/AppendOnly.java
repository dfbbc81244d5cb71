package io.millrace.planner;

import io.millrace.dstream.DStream;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.WindowClose;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;

/** Checks that a query only ever adds rows, and says what to write instead when it does not. */
final class AppendOnly {

    private AppendOnly() {}

    static void check(DStream root, PlanMode mode) {
        if (!root.appendOnly()) {
            throw new UnplannableException(ErrorCode.INVALID_QUERY, culprit(root), message(root, mode));
        }
    }

    /** Checks that a query whose rows shall arrive when windows close has a window, unless its rows never change anyway. */
    static void checkThatWindowsClose(DStream root) {
        if (!root.appendOnly() && !closes(root)) {
            throw new UnplannableException(
                    ErrorCode.INVALID_QUERY,
                    culprit(root),
                    cause(root) instanceof TemporalFilter
                            ? "rows leave as time passes, so that the windows over them never become final; filter the closed"
                                    + " windows instead, as in SELECT … WHERE window_end > CURRENT_TIMESTAMP - INTERVAL '1' DAY,"
                                    + " or leave EMIT out"
                            : "EMIT ON WINDOW CLOSE needs a window that closes; group by window_start, window_end of a stream with a"
                                    + " watermark, or leave EMIT out");
        }
    }

    private static boolean closes(DStream node) {
        return node instanceof WindowClose
                || node instanceof SessionWindow sessions && sessions.emission() == SessionWindow.Emission.ON_CLOSE
                || node instanceof SessionAggregate sessions && sessions.appendOnly()
                || node.inputs().stream().anyMatch(AppendOnly::closes);
    }

    /** The lowest node whose inputs only add rows and which itself does not. */
    private static DStream cause(DStream node) {
        return node.inputs().stream()
                .filter(input -> !input.appendOnly())
                .findFirst()
                .map(AppendOnly::cause)
                .orElse(node);
    }

    private static Construct culprit(DStream root) {
        DStream cause = cause(root);
        return cause instanceof Source source ? Construct.relation(source.relation()) : Construct.of(kind(cause));
    }

    private static Construct.Kind kind(DStream cause) {
        return switch (cause.getClass().getSimpleName()) {
            case "Join", "AsofJoin" -> Construct.Kind.JOIN;
            case "Aggregate" -> Construct.Kind.GROUPING;
            case "TopN" -> Construct.Kind.ORDER_BY;
            case "Over" -> Construct.Kind.OVER;
            case "Negate" -> Construct.Kind.SET_OPERATION;
            default -> Construct.Kind.QUERY;
        };
    }

    private static String message(DStream root, PlanMode mode) {
        DStream cause = cause(root);
        String remedy = mode == PlanMode.SUBSCRIPTION
                ? "add EMIT CHANGES to receive the changes"
                : "create a MATERIALIZED VIEW instead";
        String fact = cause instanceof Source source
                ? "the rows of \"" + source.relation() + "\" change"
                : "this query changes rows that it has given out";
        return fact + ", but here rows can only be added; " + remedy;
    }
}
