package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.ConstantOperands;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.engine.codegen.java.Trace;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Turns expressions into the statements of a {@link RowCode}; the functions themselves are left to their families. */
public final class ExpressionCode implements ExpressionVisitor<Operand> {

    private final RowCode code;
    private final Set<Expression> parts;
    private Optional<Expression> here = Optional.empty();
    private final Conversions conversions;
    private final Truth truth;
    private final Families families;
    private final ConstantOperands constants;

    private int place = Trace.NOWHERE;

    /** @param parts expressions that are computed by methods of their own */
    public ExpressionCode(RowCode code, Set<Expression> parts) {
        this.code = code;
        this.parts = parts;
        this.conversions = new Conversions(code);
        this.truth = new Truth(this);
        this.constants = new ConstantOperands(code.owner());
        this.families = new Families(this);
    }

    RowCode code() {
        return code;
    }

    Conversions conversions() {
        return conversions;
    }

    public Truth truth() {
        return truth;
    }

    public Operand translate(Expression expression) {
        Optional<Operand> known = code.known(expression);
        if (known.isPresent()) {
            return known.get();
        }
        Operand operand = isPart(expression) ? PartMethod.call(expression, parts, code) : expression.accept(this);
        code.remember(expression, operand);
        return operand;
    }

    /** Translates an expression in this very method, even if it is a part. */
    public Operand translateHere(Expression expression) {
        here = Optional.of(expression);
        return expression.accept(this);
    }

    boolean isPart(Expression expression) {
        return !parts.isEmpty()
                && parts.contains(expression)
                && here.filter(expression::equals).isEmpty();
    }

    @Override
    public Operand visit(ColumnReference reference) {
        return code.column(reference);
    }

    @Override
    public Operand visit(Literal literal) {
        return constants.operand(literal);
    }

    @Override
    public Operand visit(Placeholder parameter) {
        throw new IllegalStateException("parameter " + parameter + " has no value");
    }

    @Override
    public Operand visit(Call call) {
        return placed(call.position(), () -> families.of(call.function()).translate(call));
    }

    @Override
    public Operand visit(SourceCall call) {
        return placed(call.position(), () -> new SourceCallCode(this).translate(call));
    }

    /** Translates a call; a class with a trace notes its place, unless it has none, and then again that of the call around it. */
    private Operand placed(Optional<Position> position, Supplier<Operand> translation) {
        Optional<Trace> trace = code.owner().trace();
        if (trace.isEmpty() || position.isEmpty()) {
            return translation.get();
        }
        int outer = place;
        place = trace.get().number(position.get());
        code.line("at = " + place + ";");
        Operand operand = translation.get();
        place = outer;
        code.line("at = " + place + ";");
        return operand;
    }

    /**
     * Translates a strict call: null when an argument is null, and computed only then not when that matters.
     *
     * @param compute emits what computes the value from arguments that are not null
     */
    Operand strict(Call call, Function<List<Operand>, Operand> compute) {
        List<Operand> arguments = call.arguments().stream().map(this::translate).toList();
        boolean guarded = Traits.callMayFail(call)
                || Traits.callCost(call) >= Traits.CHEAP
                || Java.sliced(call.type())
                || call.arguments().stream().anyMatch(a -> a.type().layout() == Layout.ARRAY);
        return guarded(arguments, call.type(), guarded, compute);
    }

    /** As {@link #strict}, for arguments that are already translated. */
    Operand guarded(List<Operand> arguments, Type type, boolean guarded, Function<List<Operand>, Operand> compute) {
        if (arguments.stream().anyMatch(Operand::alwaysNull)) {
            return constants.nullOf(type);
        }
        String anyNull = arguments.stream()
                .filter(a -> !a.neverNull())
                .map(Operand::isNull)
                .distinct()
                .collect(Collectors.joining(" || "));
        if (anyNull.isEmpty()) {
            return compute.apply(arguments).withType(type);
        }
        if (!guarded) {
            Operand computed = compute.apply(arguments).withType(type);
            return computed.withNull(anyNull.contains(" ") ? code.define("boolean", "n", anyNull) : anyNull);
        }
        Branches branches = new Branches(code, type);
        branches.add("      if (!(" + anyNull + ")) {\n", () -> compute.apply(arguments), "      }\n");
        return branches.join("", "", true);
    }

    Operand nullOf(Type type) {
        return constants.nullOf(type);
    }

    /** The argument's constant value, when it is one. */
    static Optional<Object> constant(Call call, int argument) {
        if (argument < call.arguments().size() && call.arguments().get(argument) instanceof Literal literal) {
            return literal.value();
        }
        return Optional.empty();
    }
}
