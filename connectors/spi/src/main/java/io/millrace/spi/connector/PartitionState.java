package io.millrace.spi.connector;

/** How a partition of a source stands, read up to an offset: whether it can still hold time back. */
public enum PartitionState {
    /** It has rows beyond the offset, so that its time is not known to have passed. */
    PENDING,
    /** It has no more for now, but may have more later. */
    OPEN,
    /** It will never have more. */
    ENDED
}
