package io.millrace.engine.codegen.java;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types that generated code mentions, and remembers which names are none: Janino asks for every name in every imported package,
 * and each question would go through all jars again.
 */
final class MentionedTypes extends ClassLoader {

    private static final int MOST_MISSING = 20_000;

    static {
        registerAsParallelCapable();
    }

    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    MentionedTypes(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            if (missing.size() >= MOST_MISSING) {
                missing.clear();
            }
            missing.add(name);
            throw e;
        }
    }
}
