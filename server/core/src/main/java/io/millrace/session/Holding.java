package io.millrace.session;

/** Memory that a protocol needs on behalf of a client: for a request that it reads, or for rows that it has made ready. */
public interface Holding extends AutoCloseable {

    /** Counts nothing. */
    Holding UNCOUNTED = new Holding() {
        @Override
        public void set(long bytes) {}

        @Override
        public void close() {}
    };

    /**
     * Holds this much from now on, instead of what it held before.
     *
     * @throws io.millrace.spi.error.MillraceException MEMORY_EXCEEDED when the server has no more; it holds what it held before
     */
    void set(long bytes);

    @Override
    void close();
}
