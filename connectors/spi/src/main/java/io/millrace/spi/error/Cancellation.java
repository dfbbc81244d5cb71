package io.millrace.spi.error;

/** Whether work is still wanted: asked now and then by whoever works or waits for long. Any thread may ask. */
@FunctionalInterface
public interface Cancellation {

    /** Of work that nobody can stop. */
    Cancellation NEVER = () -> {};

    /** @throws MillraceException with the reason, once the work is to stop */
    void check();
}
