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

    private final StoredCheckpoint checkpoint;
    private final RecoveryProgress progress;
    private final AtomicLong read = new AtomicLong();

    CountedContents(StoredCheckpoint checkpoint, RecoveryProgress progress) {
        this.checkpoint = checkpoint;
        this.progress = progress;
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

    private final class Counted extends FilterInputStream {

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
            progress.at(RecoveryProgress.Step.LOADING, read.addAndGet(bytes), checkpoint.bytes());
        }
    }
}
