package io.millrace.engine.aggregate;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.ValueHeaps;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import java.util.Arrays;

/** MIN and MAX over inputs whose rows can go again: keeps all values. */
final class RetractableExtreme extends Accumulator {

    private final Type type;
    private final ValueHeaps heaps;
    private final CountedRows counted = new CountedRows();

    RetractableExtreme(boolean greatest, Type type, Versions versions, ClassCompiler compiler) {
        this.type = type;
        this.heaps = new ValueHeaps(type, greatest, versions, compiler);
    }

    @Override
    void reserve(int groups) {
        heaps.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        Column values = arguments[0];
        if (weights == null) {
            heaps.add(values, groups, rows, counted.ones(rows));
            return;
        }
        int count = counted.choose(groups, rows, weights);
        if (count > 0) {
            Column chosen = count == rows ? values : values.gather(counted.rows(), count);
            heaps.add(chosen, counted.groups(), count, counted.weights());
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        throw new IllegalStateException("the values of MIN and MAX under retraction are not merged");
    }

    @Override
    boolean mergeable() {
        return false;
    }

    @Override
    Column results(int[] groups, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        int[] entry = new int[1];
        for (int i = 0; i < count; i++) {
            entry[0] = heaps.best(groups[i]);
            if (entry[0] < 0) {
                builder.appendNull();
            } else {
                append(builder, heaps.gather(entry, 1));
            }
        }
        return builder.build();
    }

    /** Zero without a sign: those with and without are equal, and which of them came first is not to be seen. */
    private static void append(ColumnBuilder builder, Column value) {
        if (value instanceof DoubleColumn number) {
            ((DoubleColumnBuilder) builder).append(number.values()[0] + 0.0);
        } else {
            builder.appendFrom(value, 0);
        }
    }

    @Override
    void clear(int group) {
        heaps.clear(group);
    }

    @Override
    StateContainer state() {
        return heaps;
    }

    /** The rows of a page that count, with their groups and weights; arrays are reused from page to page. */
    static final class CountedRows {
        private int[] rows = new int[0];
        private int[] groups = new int[0];
        private long[] weights = new long[0];

        int choose(int[] pageGroups, int pageRows, long[] pageWeights) {
            reserve(pageRows);
            int count = 0;
            for (int row = 0; row < pageRows; row++) {
                if (pageWeights[row] != 0) {
                    rows[count] = row;
                    groups[count] = pageGroups[row];
                    weights[count++] = pageWeights[row];
                }
            }
            return count;
        }

        private void reserve(int count) {
            if (rows.length < count) {
                rows = new int[count];
                groups = new int[count];
                weights = new long[count];
            }
        }

        long[] ones(int count) {
            reserve(count);
            Arrays.fill(weights, 0, count, 1);
            return weights;
        }

        int[] rows() {
            return rows;
        }

        int[] groups() {
            return groups;
        }

        long[] weights() {
            return weights;
        }
    }
}
