package io.millrace.session;

import java.util.List;

/**
 * Which columns of the rows that a statement changes a client wants to know: by their names, by their numbers in the relation from 1, or, when
 * it gives neither, those that got their values from the server.
 */
public record WantedColumns(List<String> names, List<Integer> numbers) {

    /** Those that got their values from the server. */
    public static final WantedColumns GENERATED = new WantedColumns(List.of(), List.of());

    public WantedColumns {
        names = List.copyOf(names);
        numbers = List.copyOf(numbers);
    }

    public boolean areGenerated() {
        return names.isEmpty() && numbers.isEmpty();
    }
}
