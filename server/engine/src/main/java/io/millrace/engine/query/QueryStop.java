package io.millrace.engine.query;

import io.millrace.spi.error.Cancellation;

/** Whether a continuous query is wanted: as long as the statement that makes it is, and from then on until it is dropped. */
public final class QueryStop implements Cancellation {

    private volatile Cancellation making;

    public QueryStop(Cancellation making) {
        this.making = making;
    }

    /** The query is made: it no longer depends on the statement. */
    public void made() {
        making = Cancellation.NEVER;
    }

    @Override
    public void check() {
        making.check();
    }
}
