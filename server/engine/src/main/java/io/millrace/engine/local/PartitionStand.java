package io.millrace.engine.local;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.ContentHistory;
import io.millrace.journal.checkpoint.StoredContents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the steps of one partition remember from batch to batch, as checkpoints have it. All operators are cut together, so that the
 * cuts of each have the same numbers. Used by the driver's thread.
 */
final class PartitionStand {

    private record Part(String name, StateCut cut) {}

    private final List<StepRun> runs;
    private final List<StepRun> stateful;
    private final ContentHistory<Integer> history = new ContentHistory<>();
    private int cuts = StateCut.RESTORED;

    PartitionStand(StepRun[] runs) {
        this.runs = List.of(runs);
        this.stateful = Arrays.stream(runs).filter(StepRun::isStateful).toList();
    }

    void changed() {
        history.changed();
    }

    CheckpointCut cut(String name) {
        List<Consumer<Encoder>> facts = runs.stream().map(StepRun::facts).toList();
        return new CheckpointCut(
                out -> {
                    out.putCount(facts.size());
                    facts.forEach(fact -> fact.accept(out));
                },
                stateful.isEmpty() ? List.of() : List.of(content(name)));
    }

    private Content content(String name) {
        List<Part> parts = stateful.stream()
                .map(run -> new Part(run.stateName(), run.cut()))
                .toList();
        return history.cut(name, ++cuts, blocks(parts, StateCut.NEVER), (out, since) -> write(parts, out, since));
    }

    private static long blocks(List<Part> parts, int since) {
        return parts.stream().mapToLong(part -> part.cut().changedBlocks(since)).sum();
    }

    private static long write(List<Part> parts, OutputStream out, Optional<Integer> since) {
        StateWriter writer = new StateWriter(out);
        for (Part part : parts) {
            writer.enter(part.name());
            part.cut().write(writer, since.orElse(StateCut.NEVER));
            writer.leave();
        }
        return blocks(parts, since.orElse(StateCut.NEVER));
    }

    /** The first half of restoring: what is small. */
    void restoreFacts(Decoder in) {
        if (in.takeCount() != runs.size()) {
            throw in.damaged("the state is that of another plan");
        }
        runs.forEach(run -> run.restoreFacts(in));
    }

    /** The second half, beside those of other partitions. */
    void restore(StoredContents contents, String name) throws IOException {
        if (stateful.isEmpty()) {
            return;
        }
        ContentChain chain = contents.chain(name);
        if (!chain.isEmpty()) {
            chain.read(this::read);
        }
        history.restored(chain, StateCut.RESTORED);
    }

    private void read(List<InputStream> files) throws IOException {
        StateReader[] readers = files.stream().map(StateReader::new).toArray(StateReader[]::new);
        for (StepRun run : stateful) {
            for (StateReader reader : readers) {
                reader.enter(run.stateName());
            }
            run.restore(readers);
            for (StateReader reader : readers) {
                reader.leave();
            }
        }
        for (InputStream file : files) {
            if (file.read() >= 0) {
                throw new DamagedDataException(0, "more state follows than the query has");
            }
        }
    }
}
