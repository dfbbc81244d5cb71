package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.spi.data.Page;

/**
 * A compiled chain of filters and projections: computes the output page of an input page.
 *
 * <p>Generated classes extend it. Stateless between calls but not thread-safe (it may keep scratch arrays): one instance per
 * partition.
 */
public interface PageFunction {

    /**
     * The rows that pass all filters, with the projected columns and their weights; a page of size 0 when none does. Rows whose
     * expressions fail are handed to {@link Evaluation#reject} and left out.
     */
    Page apply(Page input, Evaluation evaluation);
}
