package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.ConstantOperands;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.engine.codegen.runtime.LongSet;
import io.millrace.engine.codegen.runtime.TextSet;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** IN over constants: a few are compared one by one, many are looked up in a set. */
final class Membership implements CallTranslator {

    private static final int FEW = 4;

    private final ExpressionCode translator;
    private final RowCode code;

    Membership(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        List<Literal> members = new ArrayList<>();
        boolean hasNull = false;
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            Literal literal = (Literal) argument;
            hasNull |= literal.nullable();
            if (!literal.nullable()) {
                members.add(literal);
            }
        }
        Operand value = translator.translate(call.arguments().get(0));
        Operand found = translator.guarded(
                List.of(value),
                call.type(),
                Traits.callCost(call) >= Traits.CHEAP,
                v -> Operand.of(call.type(), code.define("boolean", "b", found(v.get(0), members))));
        if (!hasNull || found.alwaysNull()) {
            return found;
        }
        String isNull = code.define("boolean", "n", found.isNull() + " || !" + found.value());
        return found.withNull(isNull);
    }

    private String found(Operand value, List<Literal> members) {
        if (members.isEmpty()) {
            return "false";
        }
        return switch (value.type().layout()) {
            case BOOLEAN ->
                members.stream()
                        .map(m -> value + " == " + m.value().orElseThrow())
                        .collect(Collectors.joining(" || "));
            case INT, LONG -> exact(value, members);
            case DOUBLE -> doubles(value, members);
            case DECIMAL -> decimals(value, members);
            case BYTES -> texts(value, members);
            case ARRAY ->
                members.stream()
                        .map(m -> "ArrayValues.compare(" + value.slice() + ", "
                                + translator.translate(m).slice() + ") == 0")
                        .collect(Collectors.joining(" || "));
        };
    }

    private String exact(Operand value, List<Literal> members) {
        Set<Long> numbers = new HashSet<>();
        for (Literal member : members) {
            scaled(member, Conversions.scale(value.type())).ifPresent(numbers::add);
        }
        if (numbers.isEmpty()) {
            return "false";
        }
        if (numbers.size() <= FEW) {
            return numbers.stream()
                    .sorted()
                    .map(number -> value + " == " + Java.constant(number))
                    .collect(Collectors.joining(" || "));
        }
        return set(numbers) + ".contains(" + value + ")";
    }

    private String set(Set<Long> numbers) {
        long[] members = numbers.stream().sorted().mapToLong(Long::longValue).toArray();
        return code.owner().constant("LongSet", new LongSet(members));
    }

    /** A literal's value in the scale of the tested value; empty when that has no such value. */
    private static Optional<Long> scaled(Literal member, int scale) {
        Object value = member.value().orElseThrow();
        if (member.type().kind() != TypeKind.DECIMAL && scale == 0) {
            return Optional.of(((Number) value).longValue());
        }
        try {
            return Optional.of(big(member)
                    .setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static BigDecimal big(Literal member) {
        Object value = member.value().orElseThrow();
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return value instanceof Double number
                ? BigDecimal.valueOf(number)
                : BigDecimal.valueOf(((Number) value).longValue(), Conversions.scale(member.type()));
    }

    private String doubles(Operand value, List<Literal> members) {
        Set<Long> bits = new HashSet<>();
        for (Literal member : members) {
            Object number = member.value().orElseThrow();
            double exact = number instanceof Double d ? d : big(member).doubleValue();
            bits.add(Double.doubleToLongBits(exact + 0.0));
        }
        return set(bits) + ".contains(LongSet.bits(" + value + "))";
    }

    private String decimals(Operand value, List<Literal> members) {
        Set<BigDecimal> numbers = new HashSet<>();
        members.forEach(member -> numbers.add(big(member).stripTrailingZeros()));
        return code.owner().constant("java.util.Set", Set.copyOf(numbers)) + ".contains(" + value
                + ".stripTrailingZeros())";
    }

    private String texts(Operand value, List<Literal> members) {
        if (members.size() <= FEW) {
            return members.stream()
                    .map(m -> Comparisons.equalConstant(
                            value,
                            translator.translate(m),
                            ConstantOperands.bytes(m.value().orElseThrow())))
                    .collect(Collectors.joining(" || "));
        }
        byte[][] texts = members.stream()
                .map(m -> ConstantOperands.bytes(m.value().orElseThrow()))
                .toArray(byte[][]::new);
        String set = code.owner().constant("TextSet", new TextSet(texts));
        return set + ".contains(" + value.slice() + ")";
    }
}
