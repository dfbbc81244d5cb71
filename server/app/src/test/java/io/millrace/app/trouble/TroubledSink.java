package io.millrace.app.trouble;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;

/** Notes the numbers that it is given. */
record TroubledSink(Troubles troubles) implements Sink {

    @Override
    public long lastCommitted() {
        return troubles.at(Call.LAST_COMMITTED) ? -7 : troubles.lastCommitted();
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        troubles.at(Call.DELIVER);
        List<Long> values = new ArrayList<>();
        for (Page page : rows) {
            long[] numbers = ((LongColumn) page.column(0)).values();
            for (int row = 0; row < page.size(); row++) {
                values.add(numbers[row]);
            }
        }
        troubles.deliver(batch, values);
    }

    @Override
    public void close() {
        troubles.at(Call.CLOSE_SINK);
    }
}
