package io.millrace.engine.driver;

import io.millrace.engine.history.DefinitionText;
import io.millrace.spi.error.Cancellation;
import java.util.Optional;

/**
 * Who wants a change of what is defined.
 *
 * @param text the statement, to be written down so that it can be executed again; empty when that is not to be done
 * @param cancellation tells whether the change is still wanted
 */
public record Order(Optional<DefinitionText> text, Cancellation cancellation) {

    /** One that nobody takes back and that is not written down. */
    public static final Order UNWRITTEN = unwritten(Cancellation.NEVER);

    /** The same, and the plan that was made of the statement is written down as well. */
    public Order with(byte[] plan) {
        return new Order(text.map(statement -> statement.with(plan)), cancellation);
    }

    /** The same, and another statement is written down. */
    public Order saying(String statement) {
        return new Order(text.map(given -> given.replaced(statement, false)), cancellation);
    }

    /** One that is not written down. */
    public static Order unwritten(Cancellation cancellation) {
        return new Order(Optional.empty(), cancellation);
    }
}
