package io.millrace.session;

/**
 * Is told how far a server has come that is put back to where it was. Thread-safe; what it throws breaks the recovery off, which leaves
 * everything as it was.
 */
@FunctionalInterface
public interface RecoveryProgress {

    /** What is done, in this order. */
    enum Step {
        /** The statements of the checkpoint are executed. */
        DEFINING("of the definitions executed", "statement"),
        /** The contents of the checkpoint are read, counted in bytes. */
        LOADING("of the checkpoint loaded", "byte"),
        /** What came after the checkpoint is done again, counted in records of the journal. */
        REPLAYING("of the journal done again", "record");

        private final String what;
        private final String unit;

        Step(String what, String unit) {
            this.what = what;
            this.unit = unit;
        }

        /** How far that is, in words. */
        public String text(long done, long all) {
            long percent = all == 0 ? 100 : Math.min(100, done * 100 / all);
            String amount = this == LOADING ? bytes(done, all) : unit + " " + done + " of " + all;
            return percent + " % " + what + " (" + amount + ")";
        }

        private static String bytes(long done, long all) {
            boolean large = all >= 10L << 20;
            int shift = large ? 20 : 10;
            return (done >> shift) + " of " + (all >> shift) + (large ? " MiB" : " KiB");
        }
    }

    /**
     * Called before each piece of work, and at the end of a step.
     *
     * @param done of all
     */
    void at(Step step, long done, long all);
}
