package io.millrace.planner.typing;

import java.util.ArrayList;
import java.util.List;

/** What is not as it should be: of each kind the first ones. */
final class Findings {

    private static final int OF_A_KIND = 2;

    private final List<String> all = new ArrayList<>();

    void add(String kind, Object what) {
        if (all.stream().filter(one -> one.startsWith(kind)).count() < OF_A_KIND) {
            all.add(kind + ": " + what);
            System.out.println(kind + ": " + what);
        }
    }

    List<String> all() {
        return all;
    }
}
