package io.millrace.session;

/** Is told how far a server has come that is put back to where it was. */
@FunctionalInterface
public interface RecoveryProgress {

    /**
     * Called for each record of the journal before it is done again, and at the end.
     *
     * @param done records
     * @param all records there are
     */
    void at(long done, long all);
}
