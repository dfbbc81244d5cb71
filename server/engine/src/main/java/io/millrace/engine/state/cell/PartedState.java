package io.millrace.engine.state.cell;

/**
 * State whose stored content is that of its parts. What is derived from them is made anew by {@link #rebuild}, which begins with that of
 * the parts, and counted in {@link #bytes} besides them.
 */
public abstract class PartedState implements StateContainer {

    private final StateParts parts = new StateParts();

    /** Adds a part, whose name and place are part of what is written; in the constructor. */
    protected final void part(String name, StateContainer container) {
        parts.add(name, container);
    }

    @Override
    public final void commit() {
        parts.commit();
    }

    @Override
    public final void abort() {
        parts.abort();
    }

    @Override
    public final StateCut cut() {
        return parts.cut();
    }

    @Override
    public final void read(StateReader reader) {
        parts.read(reader);
    }

    @Override
    public void rebuild() {
        parts.rebuild();
    }

    @Override
    public long bytes() {
        return parts.bytes();
    }
}
