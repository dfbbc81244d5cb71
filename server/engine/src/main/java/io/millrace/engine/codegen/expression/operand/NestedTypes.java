package io.millrace.engine.codegen.expression.operand;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.VariantType;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Which types that consist of others lie in memory alike. */
public final class NestedTypes {

    private NestedTypes() {}

    /** Whether values of the two types are written alike, and so are those within. */
    public static boolean alike(Type from, Type to) {
        return alike(from, to, Conversions::same);
    }

    /**
     * Whether what values of the two types consist of is alike.
     *
     * @param scalars says that of two types that do not consist of others, and differ
     */
    public static boolean alike(Type from, Type to, BiPredicate<Type, Type> scalars) {
        if (from instanceof ArrayType array && to instanceof ArrayType target) {
            boolean inOrder = array.multiset() || !target.multiset();
            return inOrder && alike(array.element(), target.element(), scalars);
        }
        if (from instanceof MapType map && to instanceof MapType target) {
            return alike(map.key(), target.key(), scalars) && alike(map.value(), target.value(), scalars);
        }
        if (from instanceof StructType row && to instanceof StructType target) {
            int size = row.fields().size();
            return size == target.fields().size()
                    && IntStream.range(0, size)
                            .allMatch(i -> alike(
                                    row.fields().get(i).type(),
                                    target.fields().get(i).type(),
                                    scalars));
        }
        if (from instanceof VariantType && to instanceof VariantType) {
            return true;
        }
        return from instanceof ScalarType && to instanceof ScalarType && (from.equals(to) || scalars.test(from, to));
    }

    /** Whether values are rows, maps or VARIANTs, or arrays that hold some. */
    public static boolean isPacked(Type type) {
        return type instanceof ArrayType array
                ? isPacked(array.element())
                : type instanceof StructType || type instanceof MapType || type instanceof VariantType;
    }
}
