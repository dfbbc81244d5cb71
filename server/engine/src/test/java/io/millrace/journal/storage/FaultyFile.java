package io.millrace.journal.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The content of a file: what everybody sees, and what a crash leaves of it. */
final class FaultyFile {

    private static final int SECTOR = 512;

    private enum State {
        PENDING,
        FORCED,
        /** Taken for durable by the operating system, after a force has failed. */
        DOOMED
    }

    private static final class Change {
        private final long position;
        private final byte[] bytes;
        private State state = State.PENDING;

        /** A write; without bytes, a cut. */
        Change(long position, byte[] bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    private final List<Change> changes = new ArrayList<>();
    private byte[] base;
    private byte[] content;

    FaultyFile(byte[] content) {
        base = content.clone();
        this.content = content.clone();
    }

    byte[] content() {
        return content;
    }

    int size() {
        return content.length;
    }

    void write(long position, byte[] bytes) {
        change(new Change(position, bytes));
    }

    void truncate(long size) {
        if (size < content.length) {
            change(new Change(size, null));
        }
    }

    private void change(Change change) {
        changes.add(change);
        content = applied(content, change.position, change.bytes);
    }

    void force() {
        mark(State.FORCED);
        while (!changes.isEmpty() && changes.get(0).state == State.FORCED) {
            Change first = changes.remove(0);
            base = applied(base, first.position, first.bytes);
        }
    }

    void failForce() {
        mark(State.DOOMED);
    }

    private void mark(State state) {
        for (Change change : changes) {
            if (change.state == State.PENDING) {
                change.state = state;
            }
        }
    }

    /** What is left when the power goes: of each change that was not forced, all, nothing or some sectors. */
    FaultyFile afterCrash(Random random) {
        byte[] left = base;
        for (Change change : changes) {
            int fate = change.state == State.FORCED ? 0 : random.nextInt(3);
            if (fate == 0) {
                left = applied(left, change.position, change.bytes);
            } else if (fate == 1 && change.bytes != null) {
                left = someSectors(left, change, random);
            }
        }
        return new FaultyFile(left);
    }

    private static byte[] someSectors(byte[] content, Change change, Random random) {
        byte[] left = content;
        long end = change.position + change.bytes.length;
        for (long from = change.position; from < end; ) {
            long to = Math.min(end, (from / SECTOR + 1) * SECTOR);
            if (random.nextBoolean()) {
                int start = (int) (from - change.position);
                left = applied(left, from, Arrays.copyOfRange(change.bytes, start, (int) (to - change.position)));
            }
            from = to;
        }
        return left;
    }

    private static byte[] applied(byte[] content, long position, byte[] bytes) {
        if (bytes == null) {
            return Arrays.copyOf(content, (int) Math.min(content.length, position));
        }
        byte[] changed = Arrays.copyOf(content, (int) Math.max(content.length, position + bytes.length));
        System.arraycopy(bytes, 0, changed, (int) position, bytes.length);
        return changed;
    }
}
