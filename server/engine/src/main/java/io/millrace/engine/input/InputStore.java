package io.millrace.engine.input;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.engine.view.LostSnapshot;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.TableStore;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The rows that the server keeps of an input: all of a table, the newest of a stream whose source cannot give them again, else none.
 *
 * <p>Used by the driver's thread.
 */
final class InputStore {

    private final InputDefinition definition;
    private final MemoryBudget budget;
    private final MemoryUse held;
    private Optional<StreamLog> log;
    private Optional<TableStore> table;
    /** Why the rows of a table are not those that its source had. */
    private volatile Optional<MillraceException> lost = Optional.empty();

    /**
     * Keeps nothing yet.
     *
     * @param retentionBytes how much of a stream is kept
     * @param budget is told how much memory the rows take
     */
    InputStore(InputDefinition definition, long retentionBytes, MemoryBudget budget) {
        this.definition = definition;
        this.budget = budget;
        this.held = new MemoryUse(budget, "rows of streams and tables");
        this.table = definition.table() ? Optional.of(emptyTable()) : Optional.empty();
        boolean replayable =
                definition.source().filter(ReplayableSource.class::isInstance).isPresent();
        this.log = definition.table() || replayable
                ? Optional.empty()
                : Optional.of(new StreamLog(definition.rowType(), retentionBytes));
    }

    private TableStore emptyTable() {
        return new TableStore(
                definition.rowType(),
                definition.primaryKey(),
                definition.rules().unique());
    }

    Optional<StreamLog> log() {
        return log;
    }

    Optional<TableStore> table() {
        return table;
    }

    /** Fails when rows of a table would be kept, and there is no room for them. */
    void admit() {
        if (table.isPresent()) {
            budget.admitKept(0);
        }
    }

    /**
     * Takes rows with all declared columns into the batch that runs; answers what changes by them.
     *
     * @param name of the relation now
     * @param rejected takes the rows that a table should lose and does not have
     */
    List<Page> apply(String name, long batch, List<Page> pages, RejectedRecords rejected) {
        log.ifPresent(stream -> stream.append(pages));
        if (table.isEmpty()) {
            return pages;
        }
        return ordered() || pages.stream().allMatch(page -> page.weights() == null)
                ? table.get().upsert(batch, pages)
                : table.get().change(batch, pages, missing -> rejectMissing(name, missing, rejected));
    }

    /** Whether rows of one key come in their order: only what takes rows back itself says of each key the newest. */
    private boolean ordered() {
        return !definition.primaryKey().isEmpty()
                && definition.source().filter(ConnectorSource::changes).isEmpty();
    }

    /** Whether rows with keys may be dropped, so that those are not there that are taken back later. */
    private boolean mayDrop() {
        return !definition.primaryKey().isEmpty()
                && definition.rules().expectations().stream()
                        .anyMatch(expectation -> expectation.violation() == RowExpectation.Violation.DROP);
    }

    /** The same for rows that take the place of all that a table has. */
    List<Page> applyAnew(String name, long batch, List<Page> pages, RejectedRecords rejected) {
        List<Page> delta = new ArrayList<>(change(batch, true, List.of(), List.of()));
        delta.addAll(apply(name, batch, pages, rejected));
        return delta;
    }

    private void rejectMissing(String name, Page missing, RejectedRecords rejected) {
        if (!mayDrop()
                && !definition.source().map(ConnectorSource::takesBackUnknown).orElse(false)) {
            rejected.reject(
                    missing,
                    ErrorCode.INVALID_RECORD,
                    Optional.empty(),
                    "the source takes back a row that table \"" + name + "\" does not have");
        }
    }

    /** Takes rows out of a table and puts others in, or appends to a stream; answers the delta. */
    List<Page> change(long batch, boolean all, List<Page> removed, List<Page> added) {
        log.ifPresent(stream -> stream.append(added));
        return table.isEmpty() ? added : table.get().change(batch, all, removed, added);
    }

    /**
     * The batch is committed.
     *
     * @param watermark of the input with this batch
     * @param behind whether rows of the batch are earlier than the watermark before it
     */
    void commit(long batch, long watermark, boolean behind) {
        if (definition.watermark().isPresent()) {
            log.ifPresent(stream -> stream.commit(batch, watermark, behind));
        } else {
            log.ifPresent(StreamLog::commit);
        }
        table.ifPresent(TableStore::commit);
        noteHeld();
    }

    private void noteHeld() {
        held.note(log.map(StreamLog::bytes).orElse(0L)
                + table.map(TableStore::bytes).orElse(0L));
    }

    /** Goes back to the last commit. */
    void abort(long batch) {
        log.ifPresent(StreamLog::abort);
        table.ifPresent(rows -> rows.abort(batch));
    }

    /** Why a table cannot be read; by any thread. */
    Optional<MillraceException> lost() {
        return lost;
    }

    void lost(MillraceException told) {
        lost = Optional.of(told);
    }

    /** The rows of a table of that name are not its content any more. */
    void lose(String name, MillraceException cause) {
        lost(new MillraceException(
                cause.code(),
                "table \"" + name + "\" cannot be read: " + cause.userMessage() + "; ALTER TABLE " + name
                        + " RESUME reads what its source has now"));
    }

    /** Begins a table anew. */
    void clear() {
        lost = Optional.empty();
        table = table.map(before -> emptyTable());
        noteHeld();
    }

    /** Nothing is kept any more. */
    void release() {
        held.note(0);
    }

    /** What readers see; empty when nothing is kept of the input. */
    Optional<RelationSnapshot> snapshot(long batch) {
        if (lost.isPresent()) {
            return lost.map(LostSnapshot::new);
        }
        return table.map(rows -> rows.snapshot(batch)).or(() -> log.map(StreamLog::snapshot));
    }

    /** Takes over the rows of another, between batches: those of a table as they shall be, those of a stream as they are. */
    void succeed(InputStore before, long batch, UnaryOperator<Page> shape) {
        log = before.log;
        if (table.isPresent()) {
            int[] all = IntStream.range(0, before.definition.rowType().size()).toArray();
            before.table.orElseThrow().snapshot(batch).read(all, page -> {
                table.get().upsert(batch, List.of(shape.apply(page)));
                return true;
            });
            table.get().commit();
        }
        noteHeld();
    }

    /** What was committed last, for a checkpoint; between batches. */
    List<Content> cut(String name, long batch) {
        List<Content> contents = new ArrayList<>();
        table.ifPresent(rows -> contents.add(rows.cut(name, batch)));
        log.ifPresent(stream -> contents.add(stream.cut(name)));
        return contents;
    }

    /** Takes over what {@link #cut} has given. */
    void restore(StoredContents contents, String name, long batch) throws IOException {
        if (table.isPresent()) {
            table.get().restore(contents.chain(name), batch);
        }
        if (log.isPresent()) {
            log.get().restore(contents.chain(name));
        }
        noteHeld();
    }
}
