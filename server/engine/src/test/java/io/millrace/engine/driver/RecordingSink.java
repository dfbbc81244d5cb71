package io.millrace.engine.driver;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Collection;
import java.util.List;

/** Takes down the numbers of the first column of what it is given. */
final class RecordingSink implements Sink {

    private final Collection<Long> delivered;
    private long last;

    RecordingSink(Collection<Long> delivered) {
        this.delivered = delivered;
    }

    @Override
    public long lastCommitted() {
        return last;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        for (Page page : rows) {
            long[] numbers = ((LongColumn) page.column(0)).values();
            for (int row = 0; row < page.size(); row++) {
                delivered.add(numbers[row]);
            }
        }
        last = batch;
    }

    @Override
    public void close() {}
}
