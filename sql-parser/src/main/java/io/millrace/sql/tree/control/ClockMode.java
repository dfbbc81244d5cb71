package io.millrace.sql.tree.control;

/** What moves event and processing time. */
public enum ClockMode {
    /** Only {@code ADVANCE CLOCK}. */
    MANUAL,
    /** The clock of the machine. */
    SYSTEM
}
