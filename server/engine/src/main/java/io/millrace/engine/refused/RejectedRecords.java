package io.millrace.engine.refused;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.view.RowText;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects what one thread could not use of an input: bad records, and rows whose computed columns fail. */
public final class RejectedRecords implements RejectedRows, Evaluation {

    /** Records kept per batch and thread; the rest are only counted, so that a broken input cannot fill the memory. */
    public static final int MAX_KEPT = 1_000;

    private static final int MAX_RAW_BYTES = 65_536;

    private final RowType physical;
    private final long batchTimestamp;
    private final int room;
    private final List<RejectedRow> rows = new ArrayList<>();
    private String partition = "";
    private long count;
    private long failed;

    public RejectedRecords(RowType physical, long batchTimestamp) {
        this(physical, batchTimestamp, MAX_KEPT);
    }

    /**
     * @param physical the columns of pages whose rows fail; behind them the positions of rows may follow
     * @param room how many records are kept
     */
    public RejectedRecords(RowType physical, long batchTimestamp, int room) {
        this.physical = physical;
        this.batchTimestamp = batchTimestamp;
        this.room = room;
    }

    public void partition(String name) {
        partition = name;
    }

    @Override
    public void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        if (count++ < room) {
            byte[] copy = Arrays.copyOfRange(raw, start, start + Math.min(length, MAX_RAW_BYTES));
            rows.add(new RejectedRow(partition, position, code, reason, copy));
        }
    }

    @Override
    public long batchTimestamp() {
        return batchTimestamp;
    }

    @Override
    public void reject(Page page, ErrorCode code, Optional<Position> place, String reason) {
        failed += page.size();
        boolean positioned = page.columnCount() > physical.size();
        for (int row = 0; row < page.size(); row++) {
            if (count++ < room) {
                long position = positioned ? ((LongColumn) page.column(physical.size())).values()[row] : -1;
                rows.add(new RejectedRow(partition, position, code, place, reason, RowText.json(physical, page, row)));
            }
        }
    }

    /** Whether rows were rejected whose computed columns fail; of them only the columns are known that were read. */
    public boolean hasFailedRows() {
        return failed > 0;
    }

    /** Takes the rows that were refused because they are too far ahead. */
    public void rejectAhead(List<AheadRow> ahead, long all, long firstPosition) {
        for (AheadRow row : ahead) {
            if (count++ < room) {
                rows.add(new RejectedRow(
                        partition,
                        firstPosition + row.position(),
                        ErrorCode.TIME_AHEAD,
                        "the row would push the watermark to " + RowText.timestamp(row.time())
                                + ", too far ahead of the clock; it was taken up to " + RowText.timestamp(row.limit())
                                + "; option 'watermark.max.ahead' of the stream sets how far",
                        row.text()));
            }
        }
        count += all - ahead.size();
    }

    public List<RejectedRow> rows() {
        return rows;
    }

    /** How many records were rejected, kept or not. */
    public long count() {
        return count;
    }
}
