package io.millrace.engine.input;

import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows that were pushed to one input into a batch: computes their columns, refuses bad ones, moves the watermark.
 *
 * <p>Used once, by the driver's thread.
 */
public final class Intake {

    private final Input input;
    private final Inbound.Taken taken;
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final Map<Inbound.Parcel, MillraceException> duplicates = new IdentityHashMap<>();
    private boolean anew;

    /** @param taken what the batch takes of the input's {@link Inbound} */
    public Intake(Input input, Inbound.Taken taken) {
        this.input = input;
        this.taken = taken;
    }

    /**
     * The rows that the batch takes, with all declared columns.
     *
     * @param read takes note of where the rows came from
     */
    public List<Page> take(BatchTime time, long nanos, BatchRows read) {
        rejected.addAll(taken.rejected());
        input.count(0, taken.rejectedCount());
        input.advance(taken.splits(input.offsets()));
        if (taken.finished()) {
            input.end();
        }
        if (taken.parcels().isEmpty()) {
            return List.of();
        }
        RejectedRecords records = input.wholeRows().rejected(time.timestamp());
        InputReader.Rows reader = input.wholeRows().rows();
        reader.wantLeast();
        reader.limit(input.ahead().now(time.timestamp()));
        long first = input.log().map(StreamLog::nextSequence).orElse(-1L);
        List<Page> pages = new ArrayList<>();
        for (Inbound.Parcel parcel : taken.parcels()) {
            if (parcel.ended()) {
                input.watermarks().ended(parcel.partition());
            }
            if (parcel.anew()) {
                anew = true;
                pages.clear();
            }
            parcel.refused().set(0);
            records.partition(parcel.partition());
            List<Page> computed = computed(parcel, reader, records, first + size(pages));
            input.numbered(computed);
            long watermark = reader.takeWatermark();
            if (refusesDuplicates(parcel, pages, computed)) {
                continue;
            }
            if (watermark != Watermarks.NONE) {
                input.watermarks().observe(parcel.partition(), watermark, nanos);
            }
            read.add(input.name(), parcel.partition(), first < 0 ? -1 : first + size(pages), computed);
            pages.addAll(computed);
        }
        input.tookFrom(reader.takeLeast());
        input.watermarks().waiting(input.inbound().waiting());
        input.watermarks().advance(nanos);
        input.count(0, records.count());
        rejected.addAll(records.rows());
        return pages;
    }

    /** Whether the rows take the place of all that the table has. */
    public boolean anew() {
        return anew;
    }

    /** Tells the senders that the batch is committed. */
    public void settle(long batch) {
        input.released(taken.reached());
        for (Inbound.Parcel parcel : taken.parcels()) {
            if (duplicates.containsKey(parcel)) {
                parcel.fail(duplicates.get(parcel));
            } else {
                parcel.commit(batch);
            }
            if (parcel.caughtUp()) {
                input.contentRead().complete(null);
            }
        }
    }

    /** Tells the senders that their rows are not there and will not be. */
    public void fail(Throwable cause) {
        for (Inbound.Parcel parcel : taken.parcels()) {
            parcel.fail(duplicates.containsKey(parcel) ? duplicates.get(parcel) : cause);
        }
    }

    /** Gives back what was taken: the batch is run again. */
    public void putBack() {
        input.inbound().putBack(taken);
    }

    /** The rows that were refused. */
    public List<RejectedRow> rejected() {
        return rejected;
    }

    private List<Page> computed(
            Inbound.Parcel parcel, InputReader.Rows reader, RejectedRecords records, long position) {
        List<Page> pages = new ArrayList<>();
        for (Page page : parcel.pages()) {
            Page computed = reader.apply(page.project(input.wholeRows().physical()), records);
            parcel.refused().addAndGet(reader.takeUnexpected());
            long ahead = reader.aheadCount();
            if (ahead > 0) {
                parcel.refused().addAndGet(ahead);
                records.rejectAhead(reader.takeAhead(), ahead, position + size(pages));
            }
            if (computed.size() > 0) {
                pages.add(computed);
            }
        }
        return pages;
    }

    /** An INSERT into a table whose keys exist already is refused whole; earlier parcels of the batch count as existing. */
    private boolean refusesDuplicates(Inbound.Parcel parcel, List<Page> accepted, List<Page> pages) {
        if (input.table().isEmpty() || parcel.committed() == null) {
            return false;
        }
        Optional<String> key = input.table().get().duplicate(accepted, pages);
        key.ifPresent(found -> duplicates.put(parcel, ChangeIntake.duplicate(input, found)));
        if (key.isEmpty()) {
            input.table()
                    .get()
                    .repeated(accepted, pages)
                    .ifPresent(found -> duplicates.put(parcel, ChangeIntake.notUnique(input, found)));
        }
        return duplicates.containsKey(parcel);
    }

    private static long size(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
