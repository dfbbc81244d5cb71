package io.millrace.journal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file system in memory that counts its operations and fails at the chosen one. After a crash, only what was forced is sure to be
 * there; each other write, and each change of a name, is there, is not, or is there in part, as the seed says.
 */
public final class FaultyStorage implements Storage {

    /** A change of names that no force of the directory has made durable. */
    private record NameChange(Path gone, Path name, FaultyFile file) {

        void apply(Map<Path, FaultyFile> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (name != null) {
                names.put(name, file);
            }
        }

        boolean concerns(Path directory) {
            return directory.equals((name != null ? name : gone).getParent());
        }
    }

    private static final Set<String> READING = Set.of("open", "read", "exists", "list");

    private final Map<Path, FaultyFile> names = new TreeMap<>();
    private final Map<Path, FaultyFile> durableNames = new TreeMap<>();
    private final Set<Path> directories = new TreeSet<>();
    private final List<NameChange> pending = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Random random;
    private Fault fault;
    private int faultyOperation = -1;
    private int changesToFault = -1;
    private long capacity = Long.MAX_VALUE;
    private final Set<Path> unreadable = new TreeSet<>();
    private boolean crashed;
    private Runnable beforeForce = () -> {};

    /** @param seed of what survives in part */
    public FaultyStorage(long seed) {
        random = new Random(seed);
    }

    /** Lets the operation of that number, counted from 0, fail. */
    public synchronized FaultyStorage failAt(int operation, Fault kind) {
        faultyOperation = operation;
        fault = kind;
        return this;
    }

    /** Lets an operation fail that changes something: the next one, or the one after so many others; what is read meanwhile does not count. */
    public synchronized void failAfterChanges(int others, Fault kind) {
        changesToFault = others;
        fault = kind;
    }

    /** The disk gives none of a file's content, until it does again. */
    public synchronized void readable(Path file, boolean readable) {
        if (readable) {
            unreadable.remove(file);
        } else {
            unreadable.add(file);
        }
    }

    /** What was done, an operation a line. */
    public synchronized List<String> trace() {
        return List.copyOf(trace);
    }

    public synchronized int operations() {
        return trace.size();
    }

    public synchronized long count(String operation) {
        return trace.stream().filter(line -> line.startsWith(operation + " ")).count();
    }

    /** So many bytes more can be stored. */
    public synchronized void limitRoom(long bytes) {
        capacity = used() + bytes;
    }

    public synchronized void unlimitRoom() {
        capacity = Long.MAX_VALUE;
    }

    /** What runs before each force, on its thread. */
    public void beforeForce(Runnable action) {
        beforeForce = action;
    }

    /** The power goes: everything fails from now on. */
    public synchronized void crash() {
        crashed = true;
    }

    /** What is found after the power has come back. */
    public synchronized FaultyStorage afterCrash(long seed) {
        FaultyStorage next = new FaultyStorage(seed);
        Map<Path, FaultyFile> left = new TreeMap<>(durableNames);
        for (NameChange change : pending) {
            if (next.random.nextBoolean()) {
                change.apply(left);
            }
        }
        left.forEach((path, file) -> next.put(path, file.afterCrash(next.random)));
        next.directories.addAll(directories);
        crashed = true;
        return next;
    }

    /** What is found when only the process was killed: all that was written, though not all of it is durable. */
    public synchronized FaultyStorage afterKill() {
        FaultyStorage next = new FaultyStorage(random.nextLong());
        next.names.putAll(names);
        next.durableNames.putAll(durableNames);
        next.pending.addAll(pending);
        next.directories.addAll(directories);
        crashed = true;
        return next;
    }

    /** A copy whose files are all durable. */
    public synchronized FaultyStorage copy() {
        FaultyStorage next = new FaultyStorage(random.nextLong());
        names.forEach((path, file) -> next.put(path, new FaultyFile(file.content())));
        next.directories.addAll(directories);
        return next;
    }

    private void put(Path path, FaultyFile file) {
        names.put(path, file);
        durableNames.put(path, file);
    }

    /** The content of a file, without an operation. */
    public synchronized byte[] content(Path file) {
        return names.get(file).content().clone();
    }

    /** Gives a file this content, without an operation, durably. */
    public synchronized void setContent(Path file, byte[] content) {
        put(file, new FaultyFile(content));
    }

    /** The names of all files. */
    public synchronized List<Path> paths() {
        return List.copyOf(names.keySet());
    }

    private long used() {
        return names.values().stream().mapToLong(FaultyFile::size).sum();
    }

    /** Counts an operation; whether it is to be done in part, or differently. */
    private Fault begin(String operation, Path path) throws IOException {
        if (crashed) {
            throw new Crash();
        }
        boolean faulty = trace.size() == faultyOperation
                || (!READING.contains(operation) && changesToFault >= 0 && changesToFault-- == 0);
        trace.add(operation + " " + path.getFileName());
        if (!faulty) {
            return null;
        }
        if (fault == Fault.CRASH_BEFORE || fault == Fault.TORN && !operation.equals("write")) {
            crashed = true;
            throw new Crash();
        } else if (fault == Fault.NO_SPACE) {
            capacity = used();
            return null;
        }
        return fault;
    }

    private void end(Fault current) throws IOException {
        if (current == Fault.CRASH_AFTER) {
            crashed = true;
            throw new Crash();
        } else if (current == Fault.ERROR) {
            throw new IOException("Input/output error");
        }
    }

    private boolean skipped(Fault current) {
        return current == Fault.ERROR && random.nextBoolean();
    }

    private void change(NameChange change) {
        change.apply(names);
        pending.add(change);
    }

    @Override
    public synchronized StoredFile create(Path file) throws IOException {
        Fault current = begin("create", file);
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (used() >= capacity) {
            throw new NoSpaceException("No space left on device", null);
        }
        FaultyFile created = new FaultyFile(new byte[0]);
        if (!skipped(current)) {
            change(new NameChange(null, file, created));
        }
        end(current);
        return new Handle(file, created);
    }

    @Override
    public synchronized StoredFile open(Path file) throws IOException {
        Fault current = begin("open", file);
        end(current);
        return new Handle(file, existing(file));
    }

    @Override
    public StoredFile openForReading(Path file) throws IOException {
        return open(file);
    }

    private FaultyFile existing(Path file) throws NoSuchFileException {
        FaultyFile found = names.get(file);
        if (found == null) {
            throw new NoSuchFileException(file.toString());
        }
        return found;
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        end(begin("exists", file));
        return names.containsKey(file) || directories.contains(file);
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        end(begin("list", directory));
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        return names.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    /** Directories, unlike files, are durable at once. */
    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        Fault current = begin("directory", directory);
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
        end(current);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        Fault current = begin("rename", from);
        FaultyFile file = existing(from);
        if (!skipped(current)) {
            change(new NameChange(from, to, file));
        }
        end(current);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        Fault current = begin("delete", file);
        existing(file);
        if (!skipped(current)) {
            change(new NameChange(file, null, null));
        }
        end(current);
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        Fault current = begin("forceDirectory", directory);
        if (current != Fault.ERROR) {
            for (NameChange change : List.copyOf(pending)) {
                if (change.concerns(directory)) {
                    change.apply(durableNames);
                    pending.remove(change);
                }
            }
        }
        end(current);
    }

    /** An open file. */
    private final class Handle implements StoredFile {

        private final Path path;
        private final FaultyFile file;

        Handle(Path path, FaultyFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long size() {
            synchronized (FaultyStorage.this) {
                return file.size();
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                end(begin("read", path));
                if (unreadable.contains(path)) {
                    throw new IOException("Input/output error");
                }
                int from = (int) Math.min(position, file.size());
                int count = Math.min(target.remaining(), file.size() - from);
                target.put(file.content(), from, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                Fault current = begin("write", path);
                byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                if (position + bytes.length > file.size()) {
                    bytes = checkRoom(position, bytes);
                }
                if (current == Fault.BIT_FLIP && bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                boolean part = current == Fault.TORN || current == Fault.ERROR;
                file.write(position, part ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes);
                if (current == Fault.TORN) {
                    crashed = true;
                    throw new Crash();
                }
                end(current);
            }
        }

        private byte[] checkRoom(long position, byte[] bytes) throws NoSpaceException {
            long growth = position + bytes.length - file.size();
            long room = capacity - used();
            if (growth > room) {
                file.write(position, Arrays.copyOf(bytes, (int)
                        Math.max(0, bytes.length - growth + Math.max(room, 0))));
                throw new NoSpaceException("No space left on device", null);
            }
            return bytes;
        }

        @Override
        public void allocate(long size) throws IOException {
            long from = size();
            if (size > from) {
                write(ByteBuffer.allocate((int) (size - from)), from);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyStorage.this) {
                Fault current = begin("truncate", path);
                if (!skipped(current)) {
                    file.truncate(size);
                }
                end(current);
            }
        }

        @Override
        public void force() throws IOException {
            beforeForce.run();
            synchronized (FaultyStorage.this) {
                Fault current = begin("force", path);
                if (current == Fault.ERROR) {
                    file.failForce();
                } else {
                    file.force();
                }
                end(current);
            }
        }

        @Override
        public void close() {}
    }
}
