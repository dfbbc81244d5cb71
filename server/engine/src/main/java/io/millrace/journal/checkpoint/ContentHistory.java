package io.millrace.journal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The versions of something that checkpoints contain, and where it stood in those that were cut last: a file may follow on one of
 * these. Used by the thread that owns the thing.
 *
 * @param <M> where the thing stood
 */
public final class ContentHistory<M> {

    /** Older cuts have long been followed by others, unless writing them failed. */
    private static final int REMEMBERED = 4;

    /** Writes a content. */
    @FunctionalInterface
    public interface Writer<M> {
        /** @param since where the thing stood before what is to be written; empty for everything */
        void write(OutputStream out, Optional<M> since) throws IOException;
    }

    private record Cut<M>(String name, long history, long version, Map<Long, M> marks, Writer<M> writer)
            implements Content {

        @Override
        public boolean follows(long since) {
            return marks.containsKey(since);
        }

        @Override
        public void write(OutputStream out, long since) throws IOException {
            writer.write(out, Optional.ofNullable(marks.get(since)));
        }
    }

    private long id = ThreadLocalRandom.current().nextLong();
    private long version;
    private final Map<Long, M> marks = new LinkedHashMap<>();

    /** The thing is not what it was. */
    public void changed() {
        version++;
    }

    /** The thing is stored in another way: what was cut before cannot be followed. */
    public void rewritten() {
        marks.clear();
    }

    /**
     * The thing as it is now.
     *
     * @param mark where it stands
     * @param writer writes it later, on another thread
     */
    public Content cut(String name, M mark, Writer<M> writer) {
        Map<Long, M> before = new LinkedHashMap<>(marks);
        before.remove(version);
        marks.put(version, mark);
        if (marks.size() > REMEMBERED) {
            marks.remove(marks.keySet().iterator().next());
        }
        return new Cut<>(name, id, version, before, writer);
    }

    /** The thing is what was read from files: the next ones may follow on them. */
    public void restored(ContentChain chain, M mark) {
        id = chain.history();
        version = chain.version();
        marks.clear();
        marks.put(version, mark);
    }
}
