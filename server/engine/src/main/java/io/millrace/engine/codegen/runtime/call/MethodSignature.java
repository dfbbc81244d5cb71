package io.millrace.engine.codegen.runtime.call;

import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a method of a user takes and gives.
 *
 * @param scale digits behind the point of what it gives
 */
public record MethodSignature(List<TypeKind> parameters, TypeKind result, int scale) {

    private static final String SEPARATOR = ",";

    public MethodSignature {
        parameters = List.copyOf(parameters);
    }

    public static MethodSignature of(RowType parameters, Type result) {
        return new MethodSignature(
                parameters.fields().stream().map(field -> field.type().kind()).toList(),
                result.kind(),
                result instanceof ScalarType scalar ? scalar.scale() : 0);
    }

    /** As generated code has it; see {@link #parse}. */
    public String text() {
        return result
                + SEPARATOR
                + scale
                + parameters.stream().map(kind -> SEPARATOR + kind).collect(Collectors.joining());
    }

    static MethodSignature parse(String text) {
        String[] parts = text.split(SEPARATOR);
        return new MethodSignature(
                Arrays.stream(parts).skip(2).map(TypeKind::valueOf).toList(),
                TypeKind.valueOf(parts[0]),
                Integer.parseInt(parts[1]));
    }
}
