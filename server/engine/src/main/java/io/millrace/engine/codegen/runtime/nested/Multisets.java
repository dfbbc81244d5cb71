package io.millrace.engine.codegen.runtime.nested;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is done with boxed multisets: lists in an {@linkplain #ORDER order} that all have, in which arrays are sorted as well. */
public final class Multisets {

    /** Nulls are first, and arrays and rows are compared element by element. Equal elements are those that it does not tell apart. */
    private static final Comparator<Object> ORDER = Multisets::compare;

    private Multisets() {}

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? -1 : 1;
        }
        if (one instanceof UUID uuid) {
            return compare(uuid, (UUID) other);
        }
        if (isFloating(one)) {
            return Double.compare(withOneZero(one), withOneZero(other));
        }
        if (one instanceof Byte || one instanceof Short || one instanceof Integer) {
            return Integer.compare(((Number) one).intValue(), ((Number) other).intValue());
        }
        if (one instanceof Comparable<?> comparable) {
            return ((Comparable<Object>) comparable).compareTo(other);
        }
        List<?> first = elements(one);
        List<?> second = elements(other);
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            int order = compare(first.get(i), second.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.size(), second.size());
    }

    /** As their bytes are. */
    private static int compare(UUID one, UUID other) {
        int order = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static List<?> elements(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((key, item) -> entries.addAll(Arrays.asList(key, item)));
            return entries;
        }
        return value instanceof Object[] row ? Arrays.asList(row) : (List<?>) value;
    }

    /** What stands for a value among the keys of a hash table. */
    private static Object key(Object value) {
        boolean nested = value instanceof List<?> || value instanceof Object[] || value instanceof Map<?, ?>;
        if (nested) {
            return elements(value).stream().map(Multisets::key).toList();
        }
        return value == null ? Multisets.class : isFloating(value) ? (Object) withOneZero(value) : value;
    }

    private static boolean isFloating(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    /** A floating-point number, of which there is one zero only. */
    private static double withOneZero(Object number) {
        return ((Number) number).doubleValue() + 0.0;
    }

    public static List<Object> of(List<?> elements) {
        return sorted(elements, true);
    }

    /** SORT_ARRAY, for which nulls are less than all else. */
    public static List<Object> sorted(List<?> elements, boolean ascending) {
        List<Object> sorted = new ArrayList<>(elements);
        sorted.sort(ascending ? ORDER : ORDER.reversed());
        return sorted;
    }

    /** Where the least element is that is not null, or with a negative sign the greatest, counted from 1; null when there is none. */
    public static Integer place(List<?> elements, int sign) {
        Integer place = null;
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            if (element != null && (place == null || sign * compare(element, elements.get(place - 1)) < 0)) {
                place = i + 1;
            }
        }
        return place;
    }

    /** Each element once. */
    public static List<Object> distinct(List<?> elements) {
        Set<Object> seen = new HashSet<>();
        List<Object> distinct = new ArrayList<>();
        for (Object element : elements) {
            if (seen.add(key(element))) {
                distinct.add(element);
            }
        }
        return distinct;
    }

    public static List<Object> union(List<?> one, List<?> other) {
        List<Object> both = new ArrayList<>(one);
        both.addAll(other);
        return of(both);
    }

    public static List<Object> unionDistinct(List<?> one, List<?> other) {
        return distinct(union(one, other));
    }

    public static List<Object> except(List<?> one, List<?> other) {
        return chosen(one, counts(other), false);
    }

    public static List<Object> intersect(List<?> one, List<?> other) {
        return chosen(one, counts(other), true);
    }

    private static List<Object> chosen(List<?> elements, Map<Object, Integer> others, boolean inBoth) {
        List<Object> chosen = new ArrayList<>();
        for (Object element : elements) {
            Object key = key(element);
            boolean there = others.getOrDefault(key, 0) > 0;
            if (there) {
                others.merge(key, -1, Integer::sum);
            }
            if (there == inBoth) {
                chosen.add(element);
            }
        }
        return of(chosen);
    }

    private static Map<Object, Integer> counts(List<?> elements) {
        Map<Object, Integer> counts = new HashMap<>();
        elements.forEach(element -> counts.merge(key(element), 1, Integer::sum));
        return counts;
    }

    /** Whether each element of the second is in the first at least as often. */
    public static boolean holds(List<?> whole, List<?> part) {
        return except(part, whole).isEmpty();
    }

    /** Whether no element is there twice. */
    public static boolean isSet(List<?> elements) {
        return distinct(elements).size() == elements.size();
    }

    /**
     * MEMBER OF, which is unknown for NULL, and for what is not there when a NULL is.
     *
     * @param known whether there is a value
     * @param value as the elements are; null for one that no element can be
     */
    public static Boolean isMember(boolean known, Object value, List<?> elements) {
        if (!known || elements == null) {
            return null;
        }
        boolean nulls = false;
        for (Object element : elements) {
            if (element == null) {
                nulls = true;
            } else if (value != null && compare(element, value) == 0) {
                return true;
            }
        }
        return nulls ? null : Boolean.FALSE;
    }

    /** Where the only element is. */
    public static Integer only(Integer size) {
        if (size != null && size > 1) {
            throw new EvaluationException(
                    ErrorCode.CARDINALITY_VIOLATION, "ELEMENT takes a collection of one element, not of " + size);
        }
        return size == null ? null : Integer.valueOf(1);
    }

    /** All elements of several. */
    public static List<Object> fused(List<?> multisets) {
        List<Object> all = new ArrayList<>();
        multisets.forEach(multiset -> all.addAll((List<?>) multiset));
        return of(all);
    }

    /** The elements that are in all of several; null of none. */
    public static List<Object> intersected(List<?> multisets) {
        List<?> common = null;
        for (Object multiset : multisets) {
            common = common == null ? (List<?>) multiset : intersect(common, (List<?>) multiset);
        }
        return common == null ? null : of(common);
    }
}
