package io.millrace.engine.input;

import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.TableConflict;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes what a statement or transaction changes in one input into a batch: {@link #check} computes it and says what is in the way,
 * {@link #apply} makes it so. Used once, by the driver's thread.
 */
public final class ChangeIntake {

    private final Input input;
    private final ChangedRows rows;
    private final List<Page> added = new ArrayList<>();
    private RejectedRecords records;
    private long least;
    private long watermark = Watermarks.NONE;

    public ChangeIntake(Input input, ChangedRows rows) {
        this.input = input;
        this.rows = rows;
    }

    static MillraceException duplicate(Input input, String key) {
        return new MillraceException(
                ErrorCode.UNIQUE_VIOLATION,
                "table \"" + input.name() + "\" already has a row with the primary key " + key
                        + "; nothing was changed");
    }

    static MillraceException notUnique(Input input, String values) {
        return new MillraceException(
                ErrorCode.UNIQUE_CONSTRAINT_VIOLATION,
                "table \"" + input.name() + "\" would have two rows with " + values
                        + ", which is UNIQUE there; nothing was changed");
    }

    private MillraceException stale(String row) {
        return new MillraceException(
                ErrorCode.WRITE_CONFLICT,
                "the row with " + row + " of table \"" + input.name()
                        + "\" was changed by another statement meanwhile; nothing was changed, try again");
    }

    /** Computes the columns of what is added; answers why the change cannot be made, if so. Nothing is changed. */
    public Optional<MillraceException> check(BatchTime time) {
        compute(time);
        if (input.table().isEmpty()) {
            return Optional.empty();
        }
        if (records.count() > 0) {
            RejectedRow first = records.rows().get(0);
            return Optional.of(first.error("; nothing was changed"));
        }
        return input.table()
                .get()
                .check(rows.all(), rows.removed().pages(), added)
                .map(this::error);
    }

    private MillraceException error(TableConflict conflict) {
        if (conflict instanceof TableConflict.Duplicate duplicate) {
            return duplicate(input, duplicate.key());
        }
        if (conflict instanceof TableConflict.NotUnique repeated) {
            return notUnique(input, repeated.values());
        }
        if (conflict instanceof TableConflict.Twice twice) {
            return new MillraceException(
                    ErrorCode.CARDINALITY_VIOLATION,
                    "the row with " + twice.row() + " of table \""
                            + input.name()
                            + "\" would be changed twice by one statement; nothing was changed");
        }
        return stale(((TableConflict.Stale) conflict).row());
    }

    private void compute(BatchTime time) {
        records = input.wholeRows().rejected(time.timestamp());
        InputReader.Rows reader = input.wholeRows().rows();
        reader.wantLeast();
        reader.limit(input.ahead().now(time.timestamp()));
        long first = input.log().map(StreamLog::nextSequence).orElse(-1L);
        long count = 0;
        for (Page page : rows.added().pages()) {
            Page computed = reader.apply(page.project(input.wholeRows().physical()), records);
            long ahead = reader.aheadCount();
            if (ahead > 0) {
                records.rejectAhead(reader.takeAhead(), ahead, first + count);
            }
            if (computed.size() > 0) {
                added.add(computed);
                count += computed.size();
            }
        }
        input.numbered(added);
        least = reader.takeLeast();
        watermark = reader.takeWatermark();
    }

    /**
     * Makes the change; answers the delta of the relation.
     *
     * @param read takes note of where the rows came from
     */
    public List<Page> apply(BatchTime time, long nanos, BatchRows read) {
        if (watermark != Watermarks.NONE) {
            input.watermarks().observe("", watermark, nanos);
        }
        read.add(input.name(), "", input.log().map(StreamLog::nextSequence).orElse(-1L), added);
        input.tookFrom(least);
        input.watermarks().advance(nanos);
        added.forEach(page -> input.count(page.size(), 0));
        input.count(0, records.count());
        return input.change(time.batch(), rows.all(), rows.removed().pages(), added);
    }

    /** The rows of a stream that were refused. */
    public List<RejectedRow> rejected() {
        return records.rows();
    }
}
