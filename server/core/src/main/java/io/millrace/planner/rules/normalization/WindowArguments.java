package io.millrace.planner.rules.normalization;

import io.millrace.dstream.window.WindowSpec;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Reads the arguments of window functions: lengths, offset and time zone, and checks what they say together. */
final class WindowArguments {

    /** The longest window, about the length of all time that a TIMESTAMP can tell. */
    private static final long MAX_SIZE = 3_652_425L * 86_400_000;

    /** The most windows that a row can be in. */
    private static final long MAX_WINDOWS = 100_000;

    private final String function;
    private final WindowSpec.Kind kind;

    private WindowArguments(String function) {
        this.function = function;
        this.kind = WindowSpec.Kind.valueOf(function);
    }

    /** The windows of a function in FROM; its operands are the descriptor, the lengths, the offset and the zones. */
    static WindowSpec ofTableFunction(RexCall call) {
        WindowArguments arguments = new WindowArguments(call.getOperator().getName());
        List<RexNode> operands =
                call.getOperands().subList(1, call.getOperands().size());
        int at = arguments.lengths();
        Optional<RexNode> offset = operand(operands, at);
        boolean zoneFirst = offset.filter(operand -> SqlTypeUtil.inCharFamily(operand.getType()))
                .isPresent();
        Optional<RexNode> zone = zoneFirst ? offset : operand(operands, at + 1).or(() -> operand(operands, at + 2));
        return arguments.windows(operands, zoneFirst ? Optional.empty() : offset, zone);
    }

    /** The windows of a function in GROUP BY; its operands are the time, the lengths, and the time of day of a border. */
    static WindowSpec ofGrouping(RexCall call) {
        WindowArguments arguments = new WindowArguments(call.getKind().name());
        List<RexNode> operands =
                call.getOperands().subList(1, call.getOperands().size());
        return arguments.windows(operands, operand(operands, arguments.lengths()), Optional.empty());
    }

    private static Optional<RexNode> operand(List<RexNode> operands, int at) {
        return at < operands.size() && operands.get(at).getKind() != SqlKind.DEFAULT
                ? Optional.of(operands.get(at))
                : Optional.empty();
    }

    private int lengths() {
        return kind == WindowSpec.Kind.TUMBLE ? 1 : 2;
    }

    private WindowSpec windows(List<RexNode> operands, Optional<RexNode> offset, Optional<RexNode> zone) {
        long slide = milliseconds(operands.get(0));
        long size = milliseconds(operands.get(lengths() - 1));
        check(size, slide);
        long distance = kind == WindowSpec.Kind.CUMULATE ? size : slide;
        long shift = Math.floorMod(offset.map(this::milliseconds).orElse(0L), distance);
        return zone.map(name -> WindowSpec.inZone(kind, size, slide, shift, zone(name)))
                .orElseGet(() -> new WindowSpec(kind, size, slide, shift, Optional.empty()));
    }

    private void check(long size, long slide) {
        String distance = kind == WindowSpec.Kind.CUMULATE ? "step" : "slide";
        if (size <= 0) {
            throw wrong(function, "the size of a window must be positive");
        }
        if (slide <= 0) {
            throw wrong(function, "the " + distance + " of a window must be positive");
        }
        if (size > MAX_SIZE) {
            throw wrong(function, "the size of a window must not be longer than 3652425 days");
        }
        if (slide > size) {
            throw wrong(
                    function,
                    "the " + distance + " of a window must not be longer than its size; write the " + distance
                            + " first, then the size");
        }
        if (kind == WindowSpec.Kind.CUMULATE && size % slide != 0) {
            throw wrong(function, "the size of a CUMULATE window must be a multiple of its step");
        }
        if (size / slide > MAX_WINDOWS) {
            throw wrong(
                    function,
                    "each row would be in " + size / slide + " windows, of at most " + MAX_WINDOWS + "; make the "
                            + distance + " longer or the size shorter");
        }
    }

    private long milliseconds(RexNode operand) {
        if (operand instanceof RexCall call && call.getKind() == SqlKind.MINUS_PREFIX) {
            return -milliseconds(call.getOperands().get(0));
        }
        if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
            throw wrong(function, "the intervals of a window must be constants, as in INTERVAL '1' MINUTE");
        }
        SqlTypeName type = literal.getType().getSqlTypeName();
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(type)) {
            throw wrong(function, "windows of months or years are not supported; use days, as in INTERVAL '30' DAY");
        }
        if (type == SqlTypeName.TIME) {
            return literal.getValueAs(Integer.class);
        }
        if (!SqlTypeName.DAY_INTERVAL_TYPES.contains(type)) {
            throw wrong(function, "the lengths of a window must be intervals, as in INTERVAL '1' MINUTE");
        }
        try {
            return literal.getValueAs(BigDecimal.class).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(function, "the intervals of a window must be whole milliseconds");
        }
    }

    private ZoneId zone(RexNode operand) {
        if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
            throw wrong(function, "the time zone of a window must be a constant, as in 'Europe/Paris'");
        }
        String name = literal.getValueAs(String.class).strip();
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw wrong(function, TimeZones.unknown(name));
        }
    }

    static UnplannableException wrong(String function, String message) {
        return new UnplannableException(ErrorCode.INVALID_WINDOW, Construct.function(function), message);
    }
}
