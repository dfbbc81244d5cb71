package io.millrace.engine.codegen.java;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Classes that somebody else compiled, for a process that has no compiler. Whoever ships them runs code here: they are taken only
 * from the server that this process belongs to.
 *
 * <p>A text is looked up by its digest and gets the name that this process gives it, whatever the names that were shipped.
 */
public final class ShippedClasses implements GeneratedClasses {

    private final ClassLoader parent;
    private final Map<String, ClassFiles> byDigest = new ConcurrentHashMap<>();

    /** @param parent sees the types that generated code mentions */
    public ShippedClasses(ClassLoader parent) {
        this.parent = parent;
    }

    /** Takes classes; those that are here already stay. */
    public void add(Iterable<ClassFiles> classes) {
        classes.forEach(one -> byDigest.putIfAbsent(one.digest(), one));
    }

    /** Drops classes that no further query needs. */
    public void remove(Iterable<String> digests) {
        digests.forEach(byDigest::remove);
    }

    /** @throws IllegalStateException when the class was not shipped, or its file is of another class */
    @Override
    public <T> GeneratedClass<T> find(JavaText<T> text) {
        ClassFiles shipped = byDigest.get(text.digest());
        if (shipped == null) {
            throw new IllegalStateException("class " + text.name() + " was not shipped");
        }
        return GeneratedClass.load(text, shipped.files(), parent);
    }
}
