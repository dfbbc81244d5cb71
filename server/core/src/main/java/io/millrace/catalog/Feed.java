package io.millrace.catalog;

/** Where the rows of a stream or table come from. */
public enum Feed {
    /** A connector reads them from outside. */
    CONNECTOR,
    /** A connector looks them up outside, by key: nothing is read. */
    LOOKUP,
    /** INSERT statements. */
    INSERT,
    /** A standing query: {@code CREATE STREAM … AS SELECT STREAM …}. */
    QUERY
}
