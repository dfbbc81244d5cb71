package io.millrace.session;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ColumnBuilder;

/** Some of the lists of {@link ParameterLists} as columns. */
public interface ParameterColumns {

    /** How many lists these are. */
    int size();

    /** How many values each of them has. */
    int parameters();

    /**
     * Appends values of one parameter to a column: the same that the lists would give.
     *
     * @param parameter from 0 on
     * @param from the first of the lists
     * @param to behind the last one
     * @param field of the column
     * @return false when one of them is none of the field, which then has some of them; the lists say why
     */
    boolean append(int parameter, int from, int to, Field field, ColumnBuilder column);
}
