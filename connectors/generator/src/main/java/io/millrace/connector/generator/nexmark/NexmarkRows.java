package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.MadeColumns;
import io.millrace.connector.generator.RowMaker;
import io.millrace.spi.data.Page;

/** Makes the rows of one Nexmark table; its offsets are event numbers. */
record NexmarkRows(NexmarkTable table, MadeColumns columns) implements RowMaker {

    @Override
    public long offsetsFor(long rows) {
        long cycles = Math.min(rows / table.rowsPerCycle(), Long.MAX_VALUE / NexmarkTimeline.CYCLE / 4);
        return cycles * NexmarkTimeline.CYCLE;
    }

    @Override
    public int collect(long start, long end, long[] offsets) {
        return table.collect(start, end, offsets);
    }

    @Override
    public Page make(long[] offsets, int count, int[] asked) {
        return columns.make(offsets, count, asked);
    }
}
