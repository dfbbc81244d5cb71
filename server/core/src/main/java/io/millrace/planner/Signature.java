package io.millrace.planner;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * What a query needs and gives, for clients that prepare it.
 *
 * @param parameters the {@code ?} parameters in order, named {@code ?1}, {@code ?2} …
 */
public record Signature(RowType rowType, List<Field> parameters) {

    public Signature {
        parameters = List.copyOf(parameters);
    }
}
