package io.millrace.codec.graph;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes random parts of graphs, which need not make sense, from the declarations of their records: a new kind of node or a new
 * component is made without a change here.
 */
final class RandomGraphs {

    private static final int DEEP = 7;

    private final Random random;
    private int depth;

    RandomGraphs(long seed) {
        this.random = new Random(seed);
    }

    <T> T create(Class<T> kind) {
        depth++;
        try {
            if (kind.isSealed()) {
                return kind.cast(create(pick(kind)));
            }
            if (kind == Literal.class) {
                return kind.cast(literal());
            }
            if (kind == ScalarType.class) {
                return kind.cast(scalar());
            }
            return record(kind);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            depth--;
        }
    }

    private Class<?> pick(Class<?> kind) {
        Class<?>[] kinds = kind.getPermittedSubclasses();
        if (depth < DEEP) {
            return kinds[random.nextInt(kinds.length)];
        }
        return Arrays.stream(kinds)
                .filter(leaf -> leaf == ColumnReference.class
                        || leaf == ScalarType.class
                        || leaf == RowPattern.Variable.class
                        || leaf == MatchValue.MatchNumber.class
                        || leaf.getSimpleName().equals("Source"))
                .findFirst()
                .orElseThrow();
    }

    private <T> T record(Class<T> kind) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType());
        }
        if (kind == AggregateCall.class) {
            boolean arranged = ((AggregateFunction) values[0]).isArranged();
            values[4] = arranged ? Optional.of(value(Arrangement.class)) : Optional.empty();
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<T> constructor = kind.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }

    private Object value(java.lang.reflect.Type type) {
        if (type instanceof ParameterizedType generic) {
            java.lang.reflect.Type of = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                List<Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(of));
                }
                return values;
            }
            if (generic.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.empty() : Optional.of(value(of));
            }
            if (generic.getRawType() == SortedMap.class) {
                return rowTypes();
            }
        }
        return plain((Class<?>) type);
    }

    private Object plain(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return random.nextBoolean() ? random.nextInt(10) : random.nextInt();
        }
        if (type == long.class || type == Long.class) {
            return random.nextBoolean() ? random.nextInt(1_000) : random.nextLong();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == String.class) {
            return List.of("", "a", "größe", "日本語", "emoji 😀", "x".repeat(300)).get(random.nextInt(6));
        }
        if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
        }
        if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong());
        }
        if (type == ZoneId.class) {
            return ZoneId.of(List.of("Europe/Berlin", "+02:30", "Z", "UTC+1").get(random.nextInt(4)));
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
        }
        return type.isEnum() ? type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)] : create(type);
    }

    private SortedMap<String, RowType> rowTypes() {
        SortedMap<String, RowType> rowTypes = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rowTypes.put("stream" + i, create(RowType.class));
        }
        return rowTypes;
    }

    private ScalarType scalar() {
        TypeKind kind = TypeKind.values()[random.nextInt(TypeKind.ARRAY.ordinal())];
        return new ScalarType(kind, random.nextBoolean() ? Type.MAX_LENGTH : random.nextInt(39), random.nextInt(5));
    }

    private Literal literal() {
        Type type = create(Type.class);
        return random.nextInt(5) == 0 ? Literal.nullOf(type) : Literal.of(constant(type), type);
    }

    private Object constant(Type type) {
        return switch (type.layout()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case DOUBLE -> List.of(Double.NaN, -0.0, 0.1, Double.MAX_VALUE).get(random.nextInt(4));
            case BYTES -> random.nextBoolean() ? "text é" : ByteBuffer.wrap(new byte[] {1, -1, 0, 9}, 1, 2);
            case DECIMAL -> new BigDecimal(new BigInteger(120, random), random.nextInt(20));
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(random.nextInt(4) == 0 ? null : constant(((ArrayType) type).element()));
                }
                yield elements;
            }
        };
    }
}
