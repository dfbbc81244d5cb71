package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.run.DeployedQuery;

/**
 * How far a query has come.
 *
 * @param ran whether it has run in any batch
 * @param wakesAt when it has to run although no input comes
 * @param watermark of its rows
 */
record QueryProgress(boolean ran, long wakesAt, long watermark, QueryCounts counts) {

    /** Before the first batch. */
    static QueryProgress start(long watermark) {
        return new QueryProgress(false, Long.MAX_VALUE, watermark, QueryCounts.NONE);
    }

    QueryProgress read(long rows) {
        return new QueryProgress(ran, wakesAt, watermark, counts.in(rows));
    }

    /** After a batch. */
    QueryProgress after(DeployedQuery.Result result, long nextWake, long reached) {
        return new QueryProgress(true, nextWake, reached, counts.with(result));
    }

    QueryProgress at(long reached) {
        return new QueryProgress(ran, wakesAt, reached, counts);
    }

    void put(Encoder out) {
        out.putBoolean(ran);
        out.putSigned(wakesAt);
        out.putSigned(watermark);
        counts.put(out);
    }

    static QueryProgress take(Decoder in) {
        return new QueryProgress(in.takeBoolean(), in.takeSigned(), in.takeSigned(), QueryCounts.take(in));
    }
}
