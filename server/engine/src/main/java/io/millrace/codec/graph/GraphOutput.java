package io.millrace.codec.graph;

import io.millrace.codec.Encoder;
import io.millrace.codec.TypeCodec;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Writes the components of one part of a graph; other parts by their numbers. Read again by {@link GraphInput}. */
final class GraphOutput {

    private final GraphParts parts;
    private final Encoder out;

    GraphOutput(GraphParts parts, Encoder out) {
        this.parts = parts;
        this.out = out;
    }

    Encoder encoder() {
        return out;
    }

    GraphOutput flag(boolean value) {
        out.putBoolean(value);
        return this;
    }

    GraphOutput number(long value) {
        out.putSigned(value);
        return this;
    }

    GraphOutput text(String value) {
        out.putCount(parts.number(value));
        return this;
    }

    GraphOutput kind(Enum<?> value) {
        return text(value.name());
    }

    GraphOutput type(Type value) {
        TypeCodec.put(value, out);
        return this;
    }

    GraphOutput rowType(RowType value) {
        out.putCount(parts.number(value));
        return this;
    }

    GraphOutput expression(Expression value) {
        out.putCount(parts.number(value));
        return this;
    }

    GraphOutput pattern(RowPattern value) {
        out.putCount(parts.number(value));
        return this;
    }

    GraphOutput node(DStream value) {
        out.putCount(parts.number(value));
        return this;
    }

    <T> GraphOutput list(List<? extends T> values, Consumer<T> writing) {
        out.putCount(values.size());
        values.forEach(writing);
        return this;
    }

    GraphOutput numbers(List<Integer> values) {
        return list(values, (Integer value) -> number(value));
    }

    GraphOutput texts(List<String> values) {
        return list(values, this::text);
    }

    GraphOutput expressions(List<? extends Expression> values) {
        return list(values, this::expression);
    }

    <T> GraphOutput optional(Optional<? extends T> value, Consumer<T> writing) {
        flag(value.isPresent());
        value.ifPresent(writing);
        return this;
    }

    GraphOutput optional(OptionalInt value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
        return this;
    }

    GraphOutput optional(OptionalLong value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
        return this;
    }
}
