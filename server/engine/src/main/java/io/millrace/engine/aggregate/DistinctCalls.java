package io.millrace.engine.aggregate;

import io.millrace.dstream.AggregateCall;
import io.millrace.engine.codegen.ClassCompiler;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;

/** The DISTINCT calls of an aggregate that have the same arguments; they share one table of values. */
final class DistinctCalls {

    private final List<Integer> arguments;
    private final List<RowWeights> variants = new ArrayList<>();
    private final List<AggregateCall> variantCalls = new ArrayList<>();
    private final List<List<Accumulator>> accumulators = new ArrayList<>();
    private DistinctValues values;
    private long[][] changes;
    private int[] chosen = new int[0];
    private int[] chosenGroups = new int[0];

    DistinctCalls(List<Integer> arguments) {
        this.arguments = arguments;
    }

    List<Integer> arguments() {
        return arguments;
    }

    void add(AggregateCall call, Accumulator accumulator) {
        for (int i = 0; i < variants.size(); i++) {
            if (variantCalls.get(i).filter().equals(call.filter())) {
                accumulators.get(i).add(accumulator);
                return;
            }
        }
        variants.add(new RowWeights(call));
        variantCalls.add(call);
        accumulators.add(new ArrayList<>(List.of(accumulator)));
    }

    /** Ends the list of calls. */
    void complete(RowType input, boolean appendOnly, ClassCompiler compiler) {
        values =
                new DistinctValues(arguments.stream().map(input::type).toList(), variants.size(), appendOnly, compiler);
        changes = new long[variants.size()][];
    }

    void reserve(int groups) {
        values.reserve(groups);
    }

    void accumulate(Page page, int[] groups) {
        int rows = page.size();
        for (int variant = 0; variant < changes.length; variant++) {
            changes[variant] = variants.get(variant).copyOf(page);
        }
        int count = chooseCounted(rows);
        if (count == 0) {
            return;
        }
        Column[] columns = new Column[arguments.size()];
        int[] countedGroups = groups;
        for (int i = 0; i < columns.length; i++) {
            Column column = page.column(arguments.get(i));
            columns[i] = count == rows ? column : column.gather(chosen, count);
        }
        if (count < rows) {
            for (int i = 0; i < count; i++) {
                chosenGroups[i] = groups[chosen[i]];
            }
            countedGroups = chosenGroups;
        }
        values.add(columns, countedGroups, count, changes);
        for (int variant = 0; variant < changes.length; variant++) {
            for (Accumulator accumulator : accumulators.get(variant)) {
                accumulator.add(columns, countedGroups, count, changes[variant]);
            }
        }
    }

    /** Moves the weights of the rows that count for any variant to the front. */
    private int chooseCounted(int rows) {
        if (chosen.length < rows) {
            chosen = new int[rows];
            chosenGroups = new int[rows];
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            chosen[count] = row;
            for (long[] change : changes) {
                if (change[row] != 0) {
                    count++;
                    break;
                }
            }
        }
        for (int i = 0; count < rows && i < count; i++) {
            for (long[] change : changes) {
                change[i] = change[chosen[i]];
            }
        }
        return count;
    }

    void clear(int group) {
        values.clear(group);
    }

    long rows() {
        return values.size();
    }

    long bytes() {
        return values.bytes();
    }
}
