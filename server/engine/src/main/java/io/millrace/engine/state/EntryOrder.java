package io.millrace.engine.state;

import java.util.ArrayList;
import java.util.List;

/** The order of the entries of a group; no two of them are equal in it. */
final class EntryOrder {

    private final ColumnStore[] stores;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    /**
     * @param entries a table whose first column is the group
     * @param columns how many columns there are behind it
     */
    EntryOrder(KeyTable entries, List<OrderedRows.Place> order, int columns) {
        List<OrderedRows.Place> all = new ArrayList<>(order);
        for (int column = 0; column < columns; column++) {
            int rest = column;
            if (order.stream().noneMatch(place -> place.column() == rest)) {
                all.add(new OrderedRows.Place(column, false, false));
            }
        }
        stores = new ColumnStore[all.size()];
        descending = new boolean[all.size()];
        nullsFirst = new boolean[all.size()];
        for (int i = 0; i < stores.length; i++) {
            stores[i] = entries.store(all.get(i).column() + 1);
            descending[i] = all.get(i).descending();
            nullsFirst[i] = all.get(i).nullsFirst();
        }
    }

    int compare(int one, int other) {
        for (int i = 0; i < stores.length; i++) {
            boolean isNull = stores[i].isNull(one);
            if (isNull != stores[i].isNull(other)) {
                return isNull == nullsFirst[i] ? -1 : 1;
            }
            int order = isNull ? 0 : stores[i].compareValues(one, other);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return Integer.compare(one, other);
    }
}
