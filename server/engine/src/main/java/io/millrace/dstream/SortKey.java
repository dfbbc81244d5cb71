package io.millrace.dstream;

/** One column of an ordering. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
