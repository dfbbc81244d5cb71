package io.millrace.sql.tree;

/** What moves event and processing time. */
public enum ClockMode {
    /** Only {@code ADVANCE CLOCK}. */
    MANUAL,
    /** The clock of the machine. */
    SYSTEM
}
