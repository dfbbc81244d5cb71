package io.millrace.engine.codegen.runtime.call;

import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a method of a user takes and gives.
 *
 * @param results one, or those of each row
 */
public record MethodSignature(List<TypeKind> parameters, List<Result> results) {

    private static final String SEPARATOR = ",";
    private static final String WITHIN = ";";

    public MethodSignature {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /**
     * One value that it gives.
     *
     * @param scale digits behind the point
     */
    public record Result(TypeKind kind, int scale) {}

    public static MethodSignature of(RowType parameters, List<Type> results) {
        return new MethodSignature(
                parameters.fields().stream().map(field -> field.type().kind()).toList(),
                results.stream()
                        .map(type -> new Result(type.kind(), type instanceof ScalarType scalar ? scalar.scale() : 0))
                        .toList());
    }

    /** The first, which is the only one of a method that gives no rows. */
    Result result() {
        return results.get(0);
    }

    /** As generated code has it, which is kept with plans; see {@link #parse}. */
    public String text() {
        return results.stream().map(result -> result.kind().name()).collect(Collectors.joining(WITHIN))
                + SEPARATOR
                + results.stream().map(result -> String.valueOf(result.scale())).collect(Collectors.joining(WITHIN))
                + parameters.stream().map(kind -> SEPARATOR + kind).collect(Collectors.joining());
    }

    static MethodSignature parse(String text) {
        String[] parts = text.split(SEPARATOR);
        String[] kinds = parts[0].split(WITHIN);
        String[] scales = parts[1].split(WITHIN);
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < kinds.length; i++) {
            results.add(new Result(TypeKind.valueOf(kinds[i]), Integer.parseInt(scales[i])));
        }
        return new MethodSignature(
                Arrays.stream(parts).skip(2).map(TypeKind::valueOf).toList(), results);
    }
}
