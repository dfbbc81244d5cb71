package io.millrace.engine.driver;

import io.millrace.engine.input.InputDefinition;
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

    /**
     * Another form of a stream or table that is fed by INSERT.
     *
     * @param old its name, which may differ from that of the new form when nothing reads it
     */
    public record Form(String old, InputDefinition definition, Reshaping shape) {}

    /** One after which all is where it was. */
    public static final Reshaping NONE = new Reshaping(UnaryOperator.identity(), IntUnaryOperator.identity());
}
