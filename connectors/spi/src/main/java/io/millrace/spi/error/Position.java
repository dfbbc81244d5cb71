package io.millrace.spi.error;

/** A place in a SQL text: line and column both count from 1. */
public record Position(int line, int column) {

    @Override
    public String toString() {
        return "line " + line + ":" + column;
    }
}
