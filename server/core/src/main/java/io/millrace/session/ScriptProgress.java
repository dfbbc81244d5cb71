package io.millrace.session;

/** How far a script has come that is to be run once, by several starts of a server if need be. Used by one thread. */
public interface ScriptProgress {

    /** A script that was never begun, and whose progress nobody asks for. */
    ScriptProgress NEW = new ScriptProgress() {
        @Override
        public boolean begun() {
            return false;
        }

        @Override
        public boolean hasRun(String statement) {
            return false;
        }

        @Override
        public void ran(String statement) {}
    };

    /** Whether an earlier start has begun it: then it may have run one statement more than it could note. */
    boolean begun();

    /**
     * Whether a statement was run by an earlier start; asked once for each, in order, until one was not.
     *
     * @throws io.millrace.spi.error.MillraceException when the earlier start has run another statement at this place
     */
    boolean hasRun(String statement);

    /** Notes that a statement was run. */
    void ran(String statement);
}
