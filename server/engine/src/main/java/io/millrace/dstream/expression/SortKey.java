package io.millrace.dstream.expression;

/** One column of an ordering. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
