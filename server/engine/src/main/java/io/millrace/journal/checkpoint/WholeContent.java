package io.millrace.journal.checkpoint;

/** What seldom is there and never is much: each checkpoint has all of it, and no file when there is none. */
public interface WholeContent extends Content {

    @Override
    default long version() {
        return size() == 0 ? 0 : 1;
    }

    @Override
    default long wantedSince() {
        return NOTHING;
    }

    @Override
    default boolean follows(long since) {
        return false;
    }
}
