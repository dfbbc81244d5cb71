package io.millrace.session;

import java.util.List;

/** What running a statement gives. */
public sealed interface Outcome {

    /** Notices for the user, such as that a state is unbounded. */
    List<String> warnings();

    /** Closes its cursor, if it has one. */
    default void drop() {}

    /**
     * Rows to fetch.
     *
     * @param changed how many rows the statement has changed; 0 for one that only reads
     */
    record Rows(Cursor cursor, List<String> warnings, long changed) implements Outcome {

        /** The rows of a statement that only reads. */
        public Rows(Cursor cursor, List<String> warnings) {
            this(cursor, warnings, 0);
        }

        @Override
        public void drop() {
            cursor.close();
        }
    }

    /** The number of rows changed; 0 for DDL. */
    record Updated(long count, List<String> warnings) implements Outcome {}
}
