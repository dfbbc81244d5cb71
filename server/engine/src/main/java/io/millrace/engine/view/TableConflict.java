package io.millrace.engine.view;

/** Why rows cannot be taken out of a table or put into it. */
public sealed interface TableConflict {

    /** A row that is to be removed is not there any more as it was read: somebody else has changed it meanwhile. */
    record Stale(String row) implements TableConflict {}

    /** A row is to be removed twice. */
    record Twice(String row) implements TableConflict {}

    /** A row is there already that has the same values where they must be unique. */
    record Duplicate(String key) implements TableConflict {}

    /** Two rows would have the same values in columns that are declared to be UNIQUE. */
    record NotUnique(String values) implements TableConflict {}
}
