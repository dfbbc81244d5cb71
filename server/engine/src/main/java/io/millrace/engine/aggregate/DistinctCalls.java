package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The DISTINCT calls of an aggregate that have the same arguments; they share one table of values. */
final class DistinctCalls {

    private final List<Integer> arguments;
    private final List<RowWeights> variants = new ArrayList<>();
    private final List<AggregateCall> variantCalls = new ArrayList<>();
    private final List<List<Accumulator>> accumulators = new ArrayList<>();
    /** Of an input that only grows; the other one is null. */
    private SeenValues seen;

    private DistinctValues values;
    private long[][] changes;
    private int[] masks = new int[0];
    private int[] fresh = new int[0];
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
    void complete(RowType input, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        List<Type> types = arguments.stream().map(input::type).toList();
        if (appendOnly && variants.size() <= SeenValues.MOST_VARIANTS) {
            seen = new SeenValues(types, versions, compiler);
        } else {
            values = new DistinctValues(types, variants.size(), appendOnly, versions, compiler);
            changes = new long[variants.size()][];
        }
    }

    void reserve(int groups) {
        if (seen != null) {
            seen.reserve(groups);
        } else {
            values.reserve(groups);
        }
    }

    void accumulate(Page page, int[] groups) {
        if (chosen.length < page.size()) {
            chosen = new int[page.size()];
            chosenGroups = new int[page.size()];
            masks = new int[page.size()];
            fresh = new int[page.size()];
        }
        if (seen != null) {
            accumulateSeen(page, groups);
        } else {
            accumulateChanges(page, groups);
        }
    }

    private void accumulateSeen(Page page, int[] groups) {
        int rows = page.size();
        Arrays.fill(masks, 0, rows, 0);
        for (int variant = 0; variant < variants.size(); variant++) {
            variants.get(variant).mark(page, 1 << variant, masks);
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            chosen[count] = row;
            masks[count] = masks[row];
            count += masks[row] != 0 ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        Column[] columns = chosen(page, count);
        int[] countedGroups = chosen(groups, rows, count);
        int freshCount = seen.add(columns, countedGroups, count, masks, fresh);
        for (int variant = 0; freshCount > 0 && variant < variants.size(); variant++) {
            addFresh(variant, columns, countedGroups, freshCount);
        }
    }

    /** Adds the values that a variant sees for the first time. */
    private void addFresh(int variant, Column[] columns, int[] groups, int freshCount) {
        int count = 0;
        for (int i = 0; i < freshCount; i++) {
            chosen[count] = fresh[i];
            count += masks[i] >>> variant & 1;
        }
        if (count == 0) {
            return;
        }
        Column[] values = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].gather(chosen, count);
        }
        int[] valueGroups = new int[count];
        for (int i = 0; i < count; i++) {
            valueGroups[i] = groups[chosen[i]];
        }
        for (Accumulator accumulator : accumulators.get(variant)) {
            accumulator.add(values, valueGroups, count, null);
        }
    }

    private void accumulateChanges(Page page, int[] groups) {
        int rows = page.size();
        for (int variant = 0; variant < changes.length; variant++) {
            changes[variant] = variants.get(variant).copyOf(page);
        }
        int count = chooseCounted(rows);
        if (count == 0) {
            return;
        }
        Column[] columns = chosen(page, count);
        int[] countedGroups = chosen(groups, rows, count);
        values.add(columns, countedGroups, count, changes);
        for (int variant = 0; variant < changes.length; variant++) {
            for (Accumulator accumulator : accumulators.get(variant)) {
                accumulator.add(columns, countedGroups, count, changes[variant]);
            }
        }
    }

    /** The argument columns of the chosen rows. */
    private Column[] chosen(Page page, int count) {
        Column[] columns = new Column[arguments.size()];
        for (int i = 0; i < columns.length; i++) {
            Column column = page.column(arguments.get(i));
            columns[i] = count == page.size() ? column : column.gather(chosen, count);
        }
        return columns;
    }

    private int[] chosen(int[] groups, int rows, int count) {
        if (count == rows) {
            return groups;
        }
        for (int i = 0; i < count; i++) {
            chosenGroups[i] = groups[chosen[i]];
        }
        return chosenGroups;
    }

    /** Moves the weights of the rows that count for any variant to the front. */
    private int chooseCounted(int rows) {
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
        if (seen != null) {
            seen.clear(group);
        } else {
            values.clear(group);
        }
    }

    long rows() {
        return seen != null ? seen.size() : values.size();
    }

    StateContainer state() {
        return seen != null ? seen : values;
    }
}
