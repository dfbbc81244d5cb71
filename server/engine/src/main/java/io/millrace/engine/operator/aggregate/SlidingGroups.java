package io.millrace.engine.operator.aggregate;

import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The groups of a HOP window, put together from those of its panes, for one window after the other.
 *
 * <p>Where the calls allow it, the next window takes the panes that it leaves out away again and adds those that are new, so that a
 * row's pane costs two steps however many windows it belongs to (the subtract-on-evict of the literature on sliding windows);
 * otherwise each window begins with nothing. Scratch space: what it holds is derived from the panes.
 */
final class SlidingGroups {

    /** Some groups of a pane, and those of the window that they have been added to. */
    private record Added(int[] from, int[] into) {}

    private static final int LEAST_PANES = 3;

    private final GroupTable panes;
    private final GroupTable window;
    private final long size;
    private final boolean slides;
    private final NavigableMap<Long, List<Added>> added = new TreeMap<>();
    /** By group of the window: in how many panes it is. */
    private int[] uses = new int[0];

    private final IdList unused = new IdList();
    private boolean stale;

    /** @param panes groups by the end of a pane and the node's keys */
    SlidingGroups(HopAggregation node, GroupTable panes, ClassCompiler compiler) {
        WindowSpec spec = node.window();
        this.panes = panes;
        this.size = spec.size();
        this.window = new GroupTable(node.keys(), node.calls(), node.input().rowType(), true, Versions.NONE, compiler);
        this.slides = spec.size() / spec.slide() >= LEAST_PANES && window.reversible();
    }

    /** Says that a pane has new rows. One that is in the window already makes the next window begin with nothing. */
    void changed(long pane) {
        stale |= !added.isEmpty() && pane <= added.lastKey();
    }

    /** Goes on to the window that ends there. Panes that have been {@link #leave left} may be gone. */
    void moveTo(long end, NavigableMap<Long, IdList> groupsByPane) {
        if (stale || !slides || !added.isEmpty() && added.lastKey() > end) {
            clear();
        }
        while (!added.isEmpty() && added.firstKey() <= end - size) {
            leave(added.firstKey());
        }
        SortedMap<Long, IdList> members = groupsByPane.subMap(end - size, false, end, true);
        members.forEach((pane, groups) -> {
            if (!added.containsKey(pane)) {
                enter(pane, groups);
            }
        });
    }

    private void enter(long pane, IdList groups) {
        List<Added> parts = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += Page.MAX_ROWS) {
            int[] some = groups.slice(from, Math.min(groups.size(), from + Page.MAX_ROWS));
            Column[] keys = panes.keys().gather(some, some.length);
            int[] into = window.assign(Arrays.copyOfRange(keys, 1, keys.length), some.length);
            window.merge(panes, some, into, some.length);
            if (slides) {
                parts.add(new Added(some, Arrays.copyOf(into, some.length)));
                use(into, some.length);
            }
        }
        added.put(pane, parts);
    }

    private void use(int[] groups, int count) {
        if (uses.length < window.keys().limit()) {
            uses = Arrays.copyOf(uses, Math.max(window.keys().limit(), uses.length * 2));
        }
        for (int i = 0; i < count; i++) {
            uses[groups[i]]++;
        }
    }

    /** Takes a pane out of the window, if it is in: no window to come has it. Its groups must still be as they were. */
    void leave(long pane) {
        List<Added> parts = added.remove(pane);
        if (parts == null || stale || !slides) {
            return;
        }
        for (Added part : parts) {
            window.unmerge(panes, part.from(), part.into(), part.from().length);
            unused.clear();
            for (int group : part.into()) {
                if (--uses[group] == 0) {
                    unused.add(group);
                }
            }
            window.remove(unused.ids(), unused.size());
        }
    }

    /** The ids of the window's groups, ascending. */
    int[] ids() {
        return window.keys().ids();
    }

    Column[] keys(int[] ids) {
        return window.keys().gather(ids, ids.length);
    }

    Column[] results(int[] ids) {
        return window.results(ids, ids.length);
    }

    /** Forgets all, which the next window takes from the panes. */
    void clear() {
        window.clear();
        added.clear();
        Arrays.fill(uses, 0);
        stale = false;
    }

    /** Estimated heap bytes. */
    long bytes() {
        long bytes = window.stateBytes() + uses.length * 4L;
        for (List<Added> parts : added.values()) {
            for (Added part : parts) {
                bytes += part.from().length * 8L;
            }
        }
        return bytes;
    }
}
