package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.spi.data.Page;

/** Rows counted by a query. */
record QueryCounts(long in, long out, long late, long failed) {

    static final QueryCounts NONE = new QueryCounts(0, 0, 0, 0);

    QueryCounts in(long rows) {
        return new QueryCounts(in + rows, out, late, failed);
    }

    QueryCounts with(DeployedQuery.Result result) {
        long lateRows = 0;
        for (DeployedQuery.LateRows rows : result.late()) {
            for (int row = 0; row < rows.rows().size(); row++) {
                lateRows += Math.max(0, rows.rows().weight(row));
            }
        }
        long outRows = result.delta().stream().mapToLong(Page::size).sum();
        return new QueryCounts(
                in, out + outRows, late + lateRows, failed + result.rejected().size());
    }

    void put(Encoder encoder) {
        encoder.putCount(in);
        encoder.putCount(out);
        encoder.putCount(late);
        encoder.putCount(failed);
    }

    static QueryCounts take(Decoder decoder) {
        return new QueryCounts(decoder.takeCount(), decoder.takeCount(), decoder.takeCount(), decoder.takeCount());
    }
}
