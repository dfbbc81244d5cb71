package io.millrace.engine.operator;

import io.millrace.dstream.expression.SortKey;
import java.util.List;

/** Compares rows of text by sort keys, then by all columns ascending with nulls last. */
final class NaiveOrder {

    private NaiveOrder() {}

    static int compare(String[] left, String[] right, List<SortKey> order) {
        int result = compareKeys(left, right, order);
        for (int column = 0; result == 0 && column < left.length; column++) {
            result = compare(left[column], right[column], false, false);
        }
        return result;
    }

    static int compareKeys(String[] left, String[] right, List<SortKey> order) {
        int result = 0;
        for (int i = 0; result == 0 && i < order.size(); i++) {
            SortKey key = order.get(i);
            result = compare(left[key.column()], right[key.column()], key.descending(), key.nullsFirst());
        }
        return result;
    }

    private static int compare(String left, String right, boolean descending, boolean nullsFirst) {
        if (left.equals("~") || right.equals("~")) {
            int result = Boolean.compare(left.equals("~"), right.equals("~"));
            return nullsFirst ? -result : result;
        }
        int result = NaiveAggregate.compare(left, right);
        return descending ? -result : result;
    }
}
