package io.millrace.session.durable;

import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.session.RecoveryProgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** The contents of a checkpoint, with somebody who is told how much of them was read. */
final class CountedContents implements StoredContents {

    /** After so many bytes it is told at the latest; often enough to be broken off, too seldom to cost anything. */
    private static final long MOST_UNTOLD = 64 << 10;

    private final StoredCheckpoint checkpoint;
    private final RecoveryProgress progress;
    private final long all;
    private final long step;
    private final AtomicLong read = new AtomicLong();

    CountedContents(StoredCheckpoint checkpoint, RecoveryProgress progress) {
        this.checkpoint = checkpoint;
        this.progress = progress;
        all = checkpoint.bytes();
        step = Math.max(1, Math.min(MOST_UNTOLD, all / 100));
    }

    @Override
    public ContentChain chain(String name) {
        ContentChain chain = checkpoint.chain(name);
        return new ContentChain(
                chain.history(),
                chain.version(),
                chain.parts().stream()
                        .map(part -> (ContentChain.Part) () -> new Counted(part.open()))
                        .toList());
    }

    /** Used by one thread, beside others. */
    private final class Counted extends FilterInputStream {

        private long untold;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int count = in.read(into, from, most);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            untold += bytes;
            if (untold >= step) {
                tell();
            }
        }

        private void tell() {
            long now = read.addAndGet(untold);
            untold = 0;
            progress.at(RecoveryProgress.Step.LOADING, now, all);
        }

        @Override
        public void close() throws IOException {
            super.close();
            tell();
        }
    }
}
