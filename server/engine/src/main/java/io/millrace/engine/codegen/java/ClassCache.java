package io.millrace.engine.codegen.java;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers classes by their digest: those used last, up to an amount of memory, and all that somebody still uses, which costs
 * nothing. What is forgotten can be unloaded.
 */
public final class ClassCache implements GeneratedClasses {

    /** The memory of classes that nobody uses, unless the constructor says otherwise. */
    private static final long DEFAULT_BYTES = 32L << 20;

    private final GeneratedClasses origin;
    private final long mostBytes;
    private final Map<String, GeneratedClass<?>> recent = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Reference> all = new HashMap<>();
    private final ReferenceQueue<GeneratedClass<?>> unloaded = new ReferenceQueue<>();
    private long bytes;

    public ClassCache(GeneratedClasses origin) {
        this(origin, DEFAULT_BYTES);
    }

    /** @param mostBytes estimated memory of the classes that are remembered although nobody uses them */
    public ClassCache(GeneratedClasses origin, long mostBytes) {
        this.origin = origin;
        this.mostBytes = mostBytes;
    }

    private static final class Reference extends WeakReference<GeneratedClass<?>> {
        private final String digest;

        Reference(String digest, GeneratedClass<?> generated, ReferenceQueue<GeneratedClass<?>> queue) {
            super(generated, queue);
            this.digest = digest;
        }
    }

    @Override
    public <T> GeneratedClass<T> find(JavaText<T> text) {
        GeneratedClass<?> known = known(text.digest());
        return known != null ? known.as(text.type()) : add(text, origin.find(text));
    }

    private synchronized GeneratedClass<?> known(String digest) {
        Reference reference = all.get(digest);
        GeneratedClass<?> known = reference == null ? null : reference.get();
        if (known != null) {
            use(digest, known);
        }
        return known;
    }

    /** Two threads may have found the class at the same time; the first one's is kept. */
    private synchronized <T> GeneratedClass<T> add(JavaText<T> text, GeneratedClass<T> found) {
        GeneratedClass<?> first = known(text.digest());
        if (first != null) {
            return first.as(text.type());
        }
        forgetUnloaded();
        all.put(text.digest(), new Reference(text.digest(), found, unloaded));
        use(text.digest(), found);
        return found;
    }

    private void use(String digest, GeneratedClass<?> generated) {
        if (recent.put(digest, generated) == null) {
            bytes += generated.estimatedBytes();
        }
        Iterator<GeneratedClass<?>> eldest = recent.values().iterator();
        while (bytes > mostBytes && recent.size() > 1) {
            bytes -= eldest.next().estimatedBytes();
            eldest.remove();
        }
    }

    private void forgetUnloaded() {
        for (Object gone = unloaded.poll(); gone != null; gone = unloaded.poll()) {
            Reference reference = (Reference) gone;
            all.remove(reference.digest, reference);
        }
    }
}
