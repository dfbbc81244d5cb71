package io.millrace.journal;

/** What a record may use when the disk is full. */
public enum Urgency {
    /** Nothing: the record is refused. */
    ORDINARY,
    /** The reserve, which is kept for records without which what already runs could not be brought to an end. */
    ESSENTIAL
}
