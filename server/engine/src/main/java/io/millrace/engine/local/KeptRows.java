package io.millrace.engine.local;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Over;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.TopN;

/** What the state of a step is, in the words of those who write queries. */
final class KeptRows {

    private KeptRows() {}

    static String of(DStream node) {
        if (node instanceof Join || node instanceof AsofJoin || node instanceof LookupJoin) {
            return "rows that a join keeps";
        }
        if (node instanceof AwaitedJoin) {
            return "rows that wait for what is looked up";
        }
        if (node instanceof Aggregate) {
            return "groups of an aggregation";
        }
        if (node instanceof SessionAggregate || node instanceof SessionWindow) {
            return "open sessions";
        }
        if (node instanceof Over) {
            return "rows that an OVER clause keeps";
        }
        if (node instanceof TopN) {
            return "rows that are ranked";
        }
        return node instanceof MatchRecognize ? "rows that a pattern keeps" : "rows that wait for their time";
    }
}
