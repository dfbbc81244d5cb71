package io.millrace.journal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The versions of something that checkpoints contain, and where it stood in those that were cut: a file may follow on one of these.
 * Used by the thread that owns the thing.
 *
 * <p>Of the cuts the last 16 are remembered, of those before each 16th, and so on: after 16 files with changes one can take their place
 * that has all of them, so that the files of a content remain few although none has much that another had.
 *
 * @param <M> where the thing stood
 */
public final class ContentHistory<M> {

    private static final int FAN = 16;

    /** Writes a content. */
    @FunctionalInterface
    public interface Writer<M> {
        /**
         * Writes.
         *
         * @param since where the thing stood before what is to be written; empty for everything
         * @return see {@link Content#write}
         */
        long write(OutputStream out, Optional<M> since) throws IOException;
    }

    /** @param cut how many versions were cut before */
    private record Mark<M>(long cut, long version, M place) {}

    private record Cut<M>(
            String name, long history, long version, long size, long since, List<Mark<M>> marks, Writer<M> writer)
            implements Content {

        @Override
        public long wantedSince() {
            return since;
        }

        @Override
        public boolean follows(long other) {
            return place(other).isPresent();
        }

        private Optional<M> place(long other) {
            return marks.stream()
                    .filter(mark -> mark.version() == other)
                    .map(Mark::place)
                    .findFirst();
        }

        @Override
        public long write(OutputStream out, long other) throws IOException {
            return writer.write(out, place(other));
        }
    }

    private long id = ThreadLocalRandom.current().nextLong();
    private long version;
    private long cuts;
    private List<Mark<M>> marks = List.of();
    /** The marks without that of the present version. */
    private List<Mark<M>> before = List.of();

    /** The thing is not what it was. */
    public void changed() {
        version++;
    }

    /** The thing is stored in another way: what was cut before cannot be followed. */
    public void rewritten() {
        marks = List.of();
        before = List.of();
    }

    /**
     * The thing as it is now.
     *
     * @param place where it stands
     * @param size see {@link Content#size}
     * @param writer writes it later, on another thread
     */
    public Content cut(String name, M place, long size, Writer<M> writer) {
        if (marks.isEmpty() || last().version() != version) {
            cuts++;
            before = marks;
            marks = with(new Mark<>(cuts, version, place));
        }
        return new Cut<>(name, id, version, size, wantedSince(), before, writer);
    }

    private Mark<M> last() {
        return marks.get(marks.size() - 1);
    }

    private List<Mark<M>> with(Mark<M> added) {
        List<Mark<M>> kept = new ArrayList<>();
        for (Mark<M> mark : marks) {
            long step = 1;
            while (added.cut() - mark.cut() >= step * FAN) {
                step *= FAN;
            }
            if (mark.cut() % step == 0) {
                kept.add(mark);
            }
        }
        kept.add(added);
        return kept;
    }

    /** The version on which a file would follow best. */
    private long wantedSince() {
        long step = 1;
        while (cuts > 0 && cuts % (step * FAN) == 0) {
            step *= FAN;
        }
        for (Mark<M> mark : before) {
            if (mark.cut() >= cuts - step) {
                return mark.version();
            }
        }
        return Content.NOTHING;
    }

    /** The thing is what was read from files: the next ones may follow on them. */
    public void restored(ContentChain chain, M place) {
        id = chain.history();
        version = chain.version();
        cuts = 0;
        before = List.of();
        marks = List.of(new Mark<>(cuts, version, place));
    }
}
