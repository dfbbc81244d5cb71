package io.millrace.app.trouble;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import java.util.List;
import java.util.Map;

/** Numbers from 1 on as one partition; an offset is the number read last. */
record TroubledSource(Troubles troubles) implements ReplayableSource {

    private static final String PARTITION = "numbers";

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public ReaderFactory readers() {
        return new TroubledReaders(troubles);
    }

    @Override
    public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
        Offset read = offsets.get(PARTITION);
        long start = read == null ? 0 : read.asLong();
        if (troubles.at(Call.POLL)) {
            return List.of(Split.of(PARTITION, start + 5, start + 7));
        }
        long end = Math.min(troubles.numbers(), start + limits.rows());
        return start < end ? List.of(Split.of(PARTITION, start, end)) : List.of();
    }

    @Override
    public Map<String, PartitionState> partitions(Map<String, Offset> offsets) {
        return troubles.at(Call.PARTITIONS) ? null : Map.of();
    }

    @Override
    public boolean exhausted(Map<String, Offset> offsets) {
        troubles.at(Call.EXHAUSTED);
        return false;
    }

    @Override
    public Map<String, String> problems() {
        return troubles.at(Call.PROBLEMS) ? null : Map.of();
    }

    @Override
    public Map<String, String> gone() {
        return troubles.at(Call.GONE) ? null : Map.of();
    }

    @Override
    public void release(Map<String, Offset> committed) {
        troubles.at(Call.RELEASE);
        troubles.release(committed.get(PARTITION).asLong());
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public void onInput(Runnable signal) {
        // the server polls anyway
    }

    @Override
    public void close() {
        troubles.at(Call.CLOSE_SOURCE);
    }
}
