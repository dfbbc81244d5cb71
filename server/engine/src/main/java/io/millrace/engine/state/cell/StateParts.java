package io.millrace.engine.state.cell;

import java.util.ArrayList;
import java.util.List;

/** Containers under names, in an order that is part of what is written. All are cut together. */
public final class StateParts implements StateContainer {

    /** No state. */
    public static final StateParts NONE = new StateParts();

    private record Part(String name, StateContainer container) {}

    private record PartCut(String name, StateCut cut) {}

    private record Cut(int number, List<PartCut> cuts) implements StateCut {
        @Override
        public void write(StateWriter writer, int since) {
            for (PartCut part : cuts) {
                writer.enter(part.name());
                part.cut().write(writer, since);
                writer.leave();
            }
        }

        @Override
        public int changedBlocks(int since) {
            return cuts.stream()
                    .mapToInt(part -> part.cut().changedBlocks(since))
                    .sum();
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private int cuts;

    /** Adds a container; to be done before the first batch. */
    public StateParts add(String name, StateContainer container) {
        parts.add(new Part(name, container));
        return this;
    }

    @Override
    public void commit() {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).container().commit();
        }
    }

    @Override
    public void abort() {
        parts.forEach(part -> part.container().abort());
    }

    @Override
    public StateCut cut() {
        return new Cut(
                ++cuts,
                parts.stream()
                        .map(part -> new PartCut(part.name(), part.container().cut()))
                        .toList());
    }

    @Override
    public void read(StateReader reader) {
        for (Part part : parts) {
            reader.enter(part.name());
            part.container().read(reader);
            reader.leave();
        }
    }

    @Override
    public void rebuild() {
        parts.forEach(part -> part.container().rebuild());
    }

    @Override
    public long bytes() {
        return parts.stream().mapToLong(part -> part.container().bytes()).sum();
    }
}
