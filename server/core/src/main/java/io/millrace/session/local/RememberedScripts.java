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
 * their texts are too long together, or when the server has no memory for them; one that is too long by itself is remembered until it
 * is used. Thread-safe.
 */
final class RememberedScripts implements AutoCloseable {

    private static final int MOST = 256;
    private static final long MOST_CHARACTERS = 1 << 18;

    private final Map<Long, PreparedScript> scripts = new LinkedHashMap<>(16, 0.75f, true);
    private final Holding memory;
    private long characters;
    private long bytes;

    RememberedScripts(ServerMemory memory) {
        this.memory = new PassingMemory(memory);
    }

    synchronized Optional<PreparedScript> find(long id) {
        PreparedScript known = scripts.get(id);
        if (known != null && length(known) > MOST_CHARACTERS) {
            scripts.remove(id);
            forgotten(known);
            memory.set(bytes);
        }
        return Optional.ofNullable(known);
    }

    synchronized void remember(PreparedScript script) {
        PreparedScript before = scripts.put(script.prepared().id(), script);
        if (before != null) {
            forgotten(before);
        }
        characters += length(script);
        bytes += PlanningMemory.bytes(script.statements());
        Iterator<PreparedScript> oldest = scripts.values().iterator();
        while (oldest.hasNext() && !fit()) {
            PreparedScript forgotten = oldest.next();
            oldest.remove();
            forgotten(forgotten);
        }
        memory.set(bytes);
    }

    private void forgotten(PreparedScript script) {
        characters -= length(script);
        bytes -= PlanningMemory.bytes(script.statements());
    }

    private boolean fit() {
        if (scripts.size() > MOST || (characters > MOST_CHARACTERS && scripts.size() > 1)) {
            return false;
        }
        try {
            memory.set(bytes);
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
