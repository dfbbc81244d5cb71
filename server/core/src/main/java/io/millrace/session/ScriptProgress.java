package io.millrace.session;

/**
 * How far a script has come that is to be run once, by several starts of a server if need be. Statements between BEGIN and COMMIT are
 * one step. Used by one thread.
 */
public interface ScriptProgress {

    /** A script that was never begun, and whose progress nobody asks for. */
    ScriptProgress NEW = new ScriptProgress() {
        @Override
        public boolean begun() {
            return false;
        }

        @Override
        public ScriptTraces traces() {
            return ScriptTraces.NONE;
        }

        @Override
        public boolean hasRun(String statement) {
            return false;
        }

        @Override
        public void begins() {}

        @Override
        public void ran(String statement, boolean noted) {}
    };

    /** Whether an earlier start has begun it. */
    boolean begun();

    /** What an earlier start has done after its last note: it may have run one step more than it could note. */
    ScriptTraces traces();

    /**
     * Whether a statement was run by an earlier start; asked once for each, in order, until one was not.
     *
     * @throws io.millrace.spi.error.MillraceException when the earlier start has run another statement at this place
     */
    boolean hasRun(String statement);

    /** Notes that nothing of the next step is done: it begins after an earlier start has ended, or it has failed. */
    void begins();

    /**
     * A statement was run.
     *
     * @param noted whether its step ends with it, which is then noted
     */
    void ran(String statement, boolean noted);
}
