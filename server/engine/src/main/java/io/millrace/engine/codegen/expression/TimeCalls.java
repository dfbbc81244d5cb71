package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.runtime.TimeText;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** EXTRACT, FLOOR … TO, ADD_MONTHS, DATE_FORMAT and the current time. */
final class TimeCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    TimeCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case CURRENT_TIMESTAMP ->
                Ticks.isFine(call.type())
                        ? code.value(call.type(), Conversions.inTicks("now", Type.TIMESTAMP, call.type()))
                        : Operand.of(call.type(), "now");
            case CURRENT_DATE -> code.value(call.type(), "(int) Times.days(now)");
            case CURRENT_TIME -> code.value(call.type(), "Times.millisOfDay(now)");
            default -> translator.strict(call, arguments -> compute(call, arguments));
        };
    }

    private Operand compute(Call call, List<Operand> arguments) {
        Operand time = arguments.get(0);
        Function function = call.function();
        if (function == Function.ADD_MONTHS) {
            return code.value(call.type(), TimeArithmetic.addMonths(time, "(long) " + arguments.get(1), call.type()));
        }
        if (function == Function.DATE_FORMAT) {
            return format(call, time, arguments.get(1));
        }
        if (!Ticks.isFine(time.type())) {
            return function.name().startsWith("FLOOR") ? floor(call, time) : extract(call, time);
        }
        Operand millis = code.value(Type.TIMESTAMP, Conversions.millis(time));
        return function.name().startsWith("FLOOR")
                ? converted(
                        Type.TIMESTAMP,
                        floor(call.withType(Type.TIMESTAMP), millis).value(),
                        call.type())
                : extract(call, millis);
    }

    private Operand extract(Call call, Operand time) {
        String part = call.function().name().substring("EXTRACT_".length());
        if (time.type().kind() == TypeKind.INTERVAL_MONTH) {
            String months = part.equals("YEAR")
                    ? time + " / 12"
                    : part.equals("MONTH") ? time + " % 12" : time + " / 3 % 4 + 1";
            return converted(Type.INTEGER, months, call.type());
        }
        if (time.type().kind() == TypeKind.INTERVAL_DAY && part.equals("DAY")) {
            return converted(Type.BIGINT, time + " / Times.DAY", call.type());
        }
        if (part.equals("EPOCH")) {
            return epoch(call, time);
        }
        boolean interval = time.type().kind() == TypeKind.INTERVAL_DAY;
        return switch (part) {
            case "HOUR" -> converted(Type.INTEGER, ofDay(time, interval) + " / 3600000", call.type());
            case "MINUTE" -> converted(Type.INTEGER, ofDay(time, interval) + " / 60000 % 60", call.type());
            case "SECOND" -> second(call, ofDay(time, interval));
            case "MILLISECOND" -> converted(Type.INTEGER, ofDay(time, interval) + " % 60000", call.type());
            case "YEAR" -> converted(Type.BIGINT, "Times.year(" + day(time) + ")", call.type());
            case "QUARTER" -> converted(Type.INTEGER, "Times.quarter(" + day(time) + ")", call.type());
            case "MONTH" -> converted(Type.INTEGER, "Times.month(" + day(time) + ")", call.type());
            case "WEEK" -> converted(Type.INTEGER, "Times.week(" + day(time) + ")", call.type());
            case "DAY" -> converted(Type.INTEGER, "Times.day(" + day(time) + ")", call.type());
            case "DOW" -> converted(Type.INTEGER, "Times.dayOfWeek(" + day(time) + ")", call.type());
            default -> converted(Type.INTEGER, "Times.dayOfYear(" + day(time) + ")", call.type());
        };
    }

    /** Whole seconds, or with their fraction when the type of the call has room for it. */
    private Operand second(Call call, String ofDay) {
        return fractional(call.type())
                ? converted(Type.decimal(5, 3), "(long) (" + ofDay + " % 60000)", call.type())
                : converted(Type.INTEGER, ofDay + " / 1000 % 60", call.type());
    }

    private Operand epoch(Call call, Operand time) {
        String millis = time.type().kind() == TypeKind.DATE ? time + " * Times.DAY" : "(long) " + time;
        return fractional(call.type())
                ? converted(Type.decimal(18, 3), millis, call.type())
                : converted(Type.BIGINT, "Math.floorDiv(" + millis + ", 1000L)", call.type());
    }

    private static boolean fractional(Type type) {
        return type.layout() == Layout.DOUBLE || Conversions.scale(type) > 0;
    }

    private Operand converted(Type type, String value, Type to) {
        return translator.conversions().convert(code.value(type, value), to);
    }

    /** The millisecond of the day as an int expression. */
    private static String ofDay(Operand time, boolean interval) {
        if (interval) {
            return "(int) (" + time + " % Times.DAY)";
        }
        return switch (time.type().kind()) {
            case DATE -> "0";
            case TIME -> time.value();
            default -> "Times.millisOfDay(" + time + ")";
        };
    }

    private static String day(Operand time) {
        return time.type().kind() == TypeKind.DATE ? "(long) " + time : "Times.days(" + time + ")";
    }

    private Operand floor(Call call, Operand time) {
        String unit = call.function().name().substring("FLOOR_".length());
        Type type = call.type();
        if (unit.equals("HOUR") || unit.equals("MINUTE") || unit.equals("SECOND")) {
            return switch (time.type().kind()) {
                case DATE -> time;
                case TIME -> code.value(type, "(int) Times.floor((long) " + time + ", Times." + unit + ")");
                default -> code.value(type, "Times.floor(" + time + ", Times." + unit + ")");
            };
        }
        if (unit.equals("DAY")) {
            return time.type().kind() == TypeKind.DATE
                    ? time
                    : code.value(type, "Times.floor(" + time + ", Times.DAY)");
        }
        String method = "Times.floor" + unit.charAt(0) + unit.substring(1).toLowerCase(Locale.ROOT);
        String floored = method + "(" + day(time) + ")";
        return code.value(type, type.layout() == Layout.INT ? "(int) " + floored : floored + " * Times.DAY");
    }

    /** By a pattern that is known, milliseconds go through DateFormat, which knows no more digits. */
    private Operand format(Call call, Operand time, Operand pattern) {
        String ticks = time.type().kind() == TypeKind.DATE ? time + " * Times.DAY" : "(long) " + time;
        Optional<String> constant = ExpressionCode.constant(call, 1).map(Object::toString);
        String formatter = constant.isEmpty()
                ? "TimeText.formatter(Text.string(" + pattern.slice() + "))"
                : compiled(constant.get());
        if (constant.isEmpty() || Ticks.isFine(time.type())) {
            return code.made(
                    call.type(),
                    "TimeText.format(" + ticks + ", " + Ticks.perMilli(time.type()) + "L, " + formatter + ", "
                            + code.buffer() + ");");
        }
        String text = code.owner().constant("String", constant.get());
        String format = code.owner().field("DateFormat", "new DateFormat(" + formatter + ", " + text + ")");
        return code.packed(
                call.type(), code.buffer() + ".data()", format + ".slice(" + ticks + ", " + code.buffer() + ")");
    }

    private String compiled(String pattern) {
        DateTimeFormatter compiled = PatternCalls.compiled(() -> TimeText.formatter(pattern));
        return code.owner().constant("java.time.format.DateTimeFormatter", compiled);
    }
}
