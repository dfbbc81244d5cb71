package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;
import java.util.List;

/** The groups of an aggregate: a table of keys, and the states of the calls by group. */
public final class GroupTable {

    private final int[] keyColumns;
    private final KeyTable keys;
    private final GroupStates states;
    private final StateParts state = new StateParts();
    private int[] groups = new int[0];

    /**
     * @param appendOnly whether no row of the input is ever taken back
     * @param versions NONE for scratch space, BATCHES for state
     */
    public GroupTable(
            List<Integer> keys,
            List<AggregateCall> calls,
            RowType input,
            boolean appendOnly,
            Versions versions,
            ClassCompiler compiler) {
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.keys = KeyTable.create(keys.stream().map(input::type).toList(), versions, compiler);
        this.states = new GroupStates(calls, input, appendOnly, versions, compiler);
        this.state.add("keys", this.keys).add("calls", states.state());
    }

    /** Whether partial states of such calls can be combined by {@link #merge}. */
    public static boolean mergeable(List<AggregateCall> calls) {
        return GroupStates.mergeable(calls);
    }

    /** The group of each row, new groups included; the array is valid until the next call. */
    public int[] assign(Page page) {
        return assign(page.columns(keyColumns), page.size());
    }

    /** As {@link #assign(Page)}, for keys given as columns. */
    public int[] assign(Column[] keyValues, int rows) {
        if (groups.length < rows) {
            groups = new int[rows];
        }
        keys.findOrAdd(keyValues, rows, groups);
        states.reserve(keys.limit());
        return groups;
    }

    /** Adds the rows of a page to their groups. */
    public void accumulate(Page page, int[] rowGroups) {
        states.accumulate(page, rowGroups);
    }

    /** Adds the states {@code from[i]} of another table for the same calls to the groups {@code into[i]} of this one. */
    public void merge(GroupTable other, int[] from, int[] into, int count) {
        states.merge(other.states, from, into, count);
    }

    /** Whether {@link #unmerge} is possible: what was merged can be taken away again without a trace. */
    public boolean reversible() {
        return states.reversible();
    }

    /** Takes away what {@link #merge} has added with the same arguments; the other states must be what they were then. */
    public void unmerge(GroupTable other, int[] from, int[] into, int count) {
        states.unmerge(other.states, from, into, count);
    }

    /** The columns of all calls for {@code rowGroups[0..count)}. */
    public Column[] results(int[] rowGroups, int count) {
        return states.results(rowGroups, count);
    }

    /** Key columns, then the columns of all calls. */
    public Column[] rows(int[] rowGroups, int count) {
        Column[] keyValues = keys.gather(rowGroups, count);
        Column[] results = states.results(rowGroups, count);
        Column[] columns = Arrays.copyOf(keyValues, keyValues.length + results.length);
        System.arraycopy(results, 0, columns, keyValues.length, results.length);
        return columns;
    }

    /** Forgets a group; its id is free. */
    public void remove(int group) {
        keys.remove(group);
        states.clear(group);
    }

    /** Forgets {@code some[0..count)}; their ids are free. */
    public void remove(int[] some, int count) {
        keys.remove(some, count);
        states.clear(some, count);
    }

    /** Forgets all groups; ids start from 0 again. Costs the groups there are. */
    public void clear() {
        int[] ids = keys.ids();
        states.clear(ids, ids.length);
        keys.clear();
    }

    public KeyTable keys() {
        return keys;
    }

    /** What must last from batch to batch. */
    public StateContainer state() {
        return state;
    }

    /** Groups, distinct values and ordered rows held. */
    public long stateRows() {
        return keys.size() + states.rows();
    }

    /** Estimated heap bytes. */
    public long stateBytes() {
        return state.bytes() + groups.length * 4L;
    }
}
