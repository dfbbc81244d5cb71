package io.millrace.engine.delivery;

import io.millrace.spi.connector.Sink;
import java.util.function.Supplier;

/** Opens a sink that has to be opened after a restart although nothing waits for it; see {@link Sink#idle}. */
public record SoonOpened(Supplier<Sink> opening) implements Supplier<Sink> {

    @Override
    public Sink get() {
        return opening.get();
    }
}
