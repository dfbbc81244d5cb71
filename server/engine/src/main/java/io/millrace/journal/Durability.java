package io.millrace.journal;

/** When a record that somebody waits for counts as kept. */
public enum Durability {
    /** When it is on the disk: it survives the loss of power. */
    FSYNC,
    /** When the operating system has it: it survives the end of the process; the disk has it an interval later. */
    INTERVAL,
    /** When the operating system has it, which writes it to the disk when it likes. */
    NONE
}
