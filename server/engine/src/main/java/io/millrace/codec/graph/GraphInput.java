package io.millrace.codec.graph;

import io.millrace.codec.Decoder;
import io.millrace.codec.TypeCodec;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads the parts of a graph, and their components, that {@link GraphOutput} wrote. */
final class GraphInput {

    private static final long BYTES_PER_PART = 128;
    private static final long BYTES_PER_REFERENCE = 8;

    private final Decoder in;
    private final List<String> texts = new ArrayList<>();
    private final List<RowType> rowTypes = new ArrayList<>();
    private final List<Expression> expressions = new ArrayList<>();
    private final List<RowPattern> patterns = new ArrayList<>();
    private final List<DStream> nodes = new ArrayList<>();

    GraphInput(Decoder in) {
        this.in = in;
    }

    /** Reads the parts; what refers to them follows. */
    void readParts() {
        read(texts, in::takeText);
        read(rowTypes, () -> TypeCodec.takeRowType(in));
        read(expressions, new ExpressionDecoder(this)::take);
        read(patterns, new PatternDecoder(this)::take);
        read(nodes, new NodeDecoder(this)::take);
    }

    private <T> void read(List<T> parts, Supplier<T> reading) {
        int count = in.takeLength();
        in.claim(count * BYTES_PER_PART);
        for (int i = 0; i < count; i++) {
            parts.add(reading.get());
        }
    }

    Decoder decoder() {
        return in;
    }

    boolean flag() {
        return in.takeBoolean();
    }

    long number() {
        return in.takeSigned();
    }

    int smallNumber() {
        return in.takeSignedInt();
    }

    private <T> T part(List<T> known, String what) {
        long number = in.takeCount();
        if (number >= known.size()) {
            throw in.damaged(what + " " + number + " is not there");
        }
        return known.get((int) number);
    }

    String text() {
        return part(texts, "word");
    }

    <E extends Enum<E>> E kind(Class<E> kinds) {
        return kind(kinds, text());
    }

    <E extends Enum<E>> E kind(Class<E> kinds, String name) {
        try {
            return Enum.valueOf(kinds, name);
        } catch (IllegalArgumentException e) {
            throw in.damaged("\"" + name + "\" is not known here; it may come from a newer version");
        }
    }

    Type type() {
        return TypeCodec.take(in);
    }

    RowType rowType() {
        return part(rowTypes, "row type");
    }

    Expression expression() {
        return part(expressions, "expression");
    }

    RowPattern pattern() {
        return part(patterns, "pattern");
    }

    DStream node() {
        return part(nodes, "node");
    }

    /** A part that has to be of one kind. */
    <T> T as(Class<T> kind, Object part) {
        if (!kind.isInstance(part)) {
            throw in.damaged("a part of another kind stands where there has to be a " + kind.getSimpleName());
        }
        return kind.cast(part);
    }

    <T> List<T> list(Supplier<T> reading) {
        int count = in.takeLength();
        in.claim(count * BYTES_PER_REFERENCE);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reading.get());
        }
        return values;
    }

    List<Integer> numbers() {
        return list(this::smallNumber);
    }

    List<String> texts() {
        return list(this::text);
    }

    List<Expression> expressions() {
        return list(this::expression);
    }

    <T> Optional<T> optional(Supplier<T> reading) {
        return flag() ? Optional.of(reading.get()) : Optional.empty();
    }

    OptionalInt optionalInt() {
        return flag() ? OptionalInt.of(smallNumber()) : OptionalInt.empty();
    }

    OptionalLong optionalLong() {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }
}
