package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTableTest {

    private static final ClassCompiler COMPILER = new ClassCompiler(KeyTableTest.class.getClassLoader());

    static List<List<Type>> keyTypes() {
        return List.of(
                List.of(),
                List.of(Type.BIGINT),
                List.of(Type.VARCHAR),
                List.of(Type.INTEGER, Type.VARCHAR),
                List.of(Type.DOUBLE, Type.BOOLEAN),
                List.of(Type.decimal(30, 2), Type.BIGINT, Type.BIGINT),
                List.of(new ArrayType(Type.VARCHAR, true), Type.TIMESTAMP));
    }

    @ParameterizedTest
    @MethodSource("keyTypes")
    void numbersKeysLikeAMap(List<Type> types) {
        Random random = new Random(7);
        KeyTable table = KeyTable.create(types, Versions.NONE, COMPILER);
        Map<List<Object>, Integer> model = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            int rows = 1 + random.nextInt(round % 10 == 0 ? 3000 : 80);
            List<List<Object>> keys = keys(types, rows, round < 30 ? 0 : 6, random);
            Column[] columns = columns(types, keys);
            int[] ids = new int[rows];
            table.find(columns, rows, ids);
            for (int row = 0; row < rows; row++) {
                assertThat(ids[row]).isEqualTo(model.getOrDefault(keys.get(row), KeyTable.ABSENT));
            }
            table.findOrAdd(columns, rows, ids);
            for (int row = 0; row < rows; row++) {
                Integer known = model.putIfAbsent(keys.get(row), ids[row]);
                assertThat(known == null || known == ids[row]).isTrue();
            }
            checkReadBack(table, types, model);
            removeSome(table, model, random);
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    @Test
    void findsKeysInAllSegmentsOfALargeTable() {
        KeyTable table = KeyTable.create(List.of(Type.BIGINT), Versions.NONE, COMPILER);
        int keys = 150_000;
        int[] added = new int[keys];
        Column[] even = {
            new LongColumn(keys, LongStream.range(0, keys).map(i -> i * 2).toArray(), null)
        };
        Column[] odd = {
            new LongColumn(keys, LongStream.range(0, keys).map(i -> i * 2 + 1).toArray(), null)
        };
        table.findOrAdd(even, keys, added);
        int[] found = new int[keys];
        table.find(even, keys, found);
        assertThat(found).isEqualTo(added);
        table.find(odd, keys, found);
        assertThat(found).containsOnly(KeyTable.ABSENT);
    }

    private static void checkReadBack(KeyTable table, List<Type> types, Map<List<Object>, Integer> model) {
        List<List<Object>> keys = new ArrayList<>(model.keySet());
        int[] ids = keys.stream().mapToInt(model::get).toArray();
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(ids.length);
        Column[] stored = table.gather(ids, ids.length);
        int[] found = new int[ids.length];
        table.find(stored, ids.length, found);
        assertThat(found).isEqualTo(ids);
        int[] live = new int[table.size()];
        assertThat(table.ids(live)).isEqualTo(ids.length);
        Arrays.sort(live);
        Arrays.sort(ids);
        assertThat(live).isEqualTo(ids);
        assertThat(stored).hasSize(types.size());
    }

    private static void removeSome(KeyTable table, Map<List<Object>, Integer> model, Random random) {
        model.entrySet().removeIf(entry -> {
            boolean removed = random.nextInt(3) == 0;
            if (removed) {
                table.remove(entry.getValue());
            }
            return removed;
        });
    }

    /** @param nulls one value of how many is null, 0 for none */
    private static List<List<Object>> keys(List<Type> types, int rows, int nulls, Random random) {
        List<List<Object>> keys = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Object> key = new ArrayList<>();
            for (Type type : types) {
                key.add(
                        nulls > 0 && random.nextInt(nulls) == 0
                                ? null
                                : value(type, random.nextInt(Math.max(40, rows))));
            }
            keys.add(key);
        }
        return keys;
    }

    private static Object value(Type type, int number) {
        return switch (type.layout()) {
            case BOOLEAN -> number % 2 == 0;
            case INT -> number - 20;
            case LONG -> (number - 20) * 4_294_967_296L;
            case DOUBLE -> number == 0 ? Double.NaN : number / 2.0;
            case BYTES -> "x".repeat(number % 11) + number;
            case DECIMAL -> new BigDecimal(number).setScale(2);
            case ARRAY -> number == 0 ? List.of() : Arrays.asList("e" + number, null, "f");
        };
    }

    private static Column[] columns(List<Type> types, List<List<Object>> keys) {
        Column[] columns = new Column[types.size()];
        for (int i = 0; i < columns.length; i++) {
            ColumnBuilder builder = ColumnBuilder.of(types.get(i));
            for (List<Object> key : keys) {
                append(builder, key.get(i));
            }
            columns[i] = builder.build();
        }
        return columns;
    }

    private static void append(ColumnBuilder builder, Object value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append((Boolean) value);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append((Integer) value);
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append((Long) value);
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append((Double) value);
        } else if (builder instanceof BytesColumnBuilder bytes) {
            bytes.append((String) value);
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append((BigDecimal) value);
        } else {
            ArrayColumnBuilder array = (ArrayColumnBuilder) builder;
            ((List<?>) value).forEach(element -> append(array.elements(), element));
            array.endArray();
        }
    }

    @Test
    void zerosAndScalesThatAreEqualAreOneKey() {
        KeyTable doubles = KeyTable.create(List.of(Type.DOUBLE), Versions.NONE, COMPILER);
        ColumnBuilder values = ColumnBuilder.of(Type.DOUBLE);
        append(values, 0.0);
        append(values, -0.0);
        int[] ids = new int[2];
        doubles.findOrAdd(new Column[] {values.build()}, 2, ids);
        assertThat(ids[0]).isEqualTo(ids[1]);

        KeyTable decimals = KeyTable.create(List.of(Type.decimal(30, 2)), Versions.NONE, COMPILER);
        ColumnBuilder scaled = ColumnBuilder.of(Type.decimal(30, 2));
        append(scaled, new BigDecimal("1.50"));
        append(scaled, new BigDecimal("1.5"));
        decimals.findOrAdd(new Column[] {scaled.build()}, 2, ids);
        assertThat(ids[0]).isEqualTo(ids[1]);
    }

    @Test
    void removedIdsAreGivenAgain() {
        KeyTable table = KeyTable.create(List.of(Type.BIGINT), Versions.NONE, COMPILER);
        int[] ids = new int[1000];
        for (int round = 0; round < 50; round++) {
            long[] values = new long[1000];
            for (int i = 0; i < values.length; i++) {
                values[i] = round * 1000L + i;
            }
            table.findOrAdd(new Column[] {new LongColumn(1000, values, null)}, 1000, ids);
            assertThat(table.addedCount()).isEqualTo(1000);
            Arrays.stream(ids).forEach(table::remove);
        }
        assertThat(table.size()).isZero();
        assertThat(table.limit()).isEqualTo(1000);
        assertThat(table.added()).hasSizeGreaterThanOrEqualTo(1000);
    }
}
