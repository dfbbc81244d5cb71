package io.millrace.planner.typing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which classes there are not: Janino tries many names that are none of classes, and each costs a search of the disk. */
final class Remembering extends ClassLoader {

    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    Remembering() {
        super(Remembering.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            missing.add(name);
            throw e;
        }
    }
}
