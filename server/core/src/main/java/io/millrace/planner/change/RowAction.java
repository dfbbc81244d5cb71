package io.millrace.planner.change;

/** What a MERGE does with a row, by the number that its query gives. */
public enum RowAction {
    NOTHING,
    UPDATE,
    DELETE,
    INSERT
}
