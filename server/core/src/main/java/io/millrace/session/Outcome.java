package io.millrace.session;

import java.util.List;

/** What running a statement gives. */
public sealed interface Outcome {

    /** Notices for the user, such as that a state is unbounded. */
    List<String> warnings();

    /** Closes its cursor, if it has one. */
    default void drop() {}

    /** Rows to fetch. */
    record Rows(Cursor cursor, List<String> warnings) implements Outcome {

        @Override
        public void drop() {
            cursor.close();
        }
    }

    /** The number of rows changed; 0 for DDL. */
    record Updated(long count, List<String> warnings) implements Outcome {}
}
