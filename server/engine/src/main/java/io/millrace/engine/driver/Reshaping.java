package io.millrace.engine.driver;

import io.millrace.spi.data.Page;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * How rows of a stream or table become those of its new form.
 *
 * @param rows makes rows of a table
 * @param columns where the columns are then that somebody reads
 */
public record Reshaping(UnaryOperator<Page> rows, IntUnaryOperator columns) {

    /** One after which all is where it was. */
    public static final Reshaping NONE = new Reshaping(UnaryOperator.identity(), IntUnaryOperator.identity());
}
