package io.millrace.session.local;

import io.millrace.engine.memory.ServerMemory;
import io.millrace.session.Holding;
import io.millrace.spi.error.MillraceException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of a session that were prepared and used lately. Those used longest ago are forgotten when there are too many, when
 * their texts are too long together, or when the server has no memory for them. Thread-safe.
 */
final class RememberedScripts implements AutoCloseable {

    private static final int MOST = 256;
    private static final long MOST_CHARACTERS = 1 << 18;

    private final Map<Long, PreparedScript> scripts = new LinkedHashMap<>(16, 0.75f, true);
    private final Holding memory;
    private long characters;

    RememberedScripts(ServerMemory memory) {
        this.memory = new PassingMemory(memory);
    }

    synchronized Optional<PreparedScript> find(long id) {
        return Optional.ofNullable(scripts.get(id));
    }

    synchronized void remember(PreparedScript script) {
        PreparedScript before = scripts.put(script.prepared().id(), script);
        characters += length(script) - (before == null ? 0 : length(before));
        Iterator<PreparedScript> oldest = scripts.values().iterator();
        while (oldest.hasNext() && !fit()) {
            characters -= length(oldest.next());
            oldest.remove();
        }
    }

    private boolean fit() {
        if (scripts.size() > MOST || characters > MOST_CHARACTERS) {
            return false;
        }
        try {
            memory.set(characters * PlanningMemory.BYTES_PER_CHARACTER);
            return true;
        } catch (MillraceException e) {
            return false;
        }
    }

    private static long length(PreparedScript script) {
        return script.prepared().sql().length();
    }

    @Override
    public void close() {
        memory.close();
    }
}
