package io.millrace.planner.graph.node;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.dstream.window.WindowBorders;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.spi.data.Type;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The end of a window where only its start or its last millisecond is at hand. */
public final class HiddenEnd {

    private HiddenEnd() {}

    /** @param time a column of that fact, which is not the end already */
    public static Expression of(Expression time, TimeFact fact) {
        boolean start = fact.kind() == TimeFact.Kind.WINDOW_START;
        Optional<WindowSpec> uneven = fact.onWallClock();
        if (start && uneven.isPresent()) {
            return new SourceCall("WINDOW_END", body(uneven.get()), List.of(time), time.type(), time.nullable());
        }
        return new Call(
                Function.ADD,
                List.of(time, Literal.of(TimeBounds.completion(fact) + 1, Type.INTERVAL_DAY)),
                time.type(),
                time.nullable());
    }

    /** Windows whose ends cannot be told from their starts by adding their length. */
    private static String body(WindowSpec windows) {
        return "if (a0 == null) { return null; } return java.lang.Long.valueOf(new " + WindowBorders.class.getName()
                + "(new " + WindowSpec.class.getName() + "(" + WindowSpec.class.getName() + ".Kind." + windows.kind()
                + ", " + windows.size() + "L, " + windows.slide() + "L, " + windows.offset() + "L, "
                + Optional.class.getName() + ".of(" + ZoneId.class.getName() + ".of(\""
                + windows.zone().orElseThrow().getId()
                + "\")))).endOfStart(((java.lang.Long) a0).longValue()));";
    }
}
