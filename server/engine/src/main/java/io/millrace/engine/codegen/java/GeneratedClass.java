package io.millrace.engine.codegen.java;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** A compiled class with its text (for EXPLAIN CODEGEN) and its bytes (for executors of a cluster). Immutable. */
public final class GeneratedClass<T> {

    /** What the JVM makes of a class file, in multiples of its size, and what a class loader takes. */
    private static final long METADATA_PER_BYTE = 3;

    private static final long LOADER_BYTES = 12 << 10;

    private final Class<? extends T> type;
    private final String text;
    private final Map<String, byte[]> bytes;

    private GeneratedClass(Class<? extends T> type, String text, Map<String, byte[]> bytes) {
        this.type = type;
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * Defines the class of a text from its bytes, in a class loader of its own, so that it can be unloaded once nobody uses it.
     *
     * @param bytes the class and its nested classes, by binary name
     * @throws IllegalStateException when the bytes are not those of the class
     */
    static <T> GeneratedClass<T> load(JavaText<T> text, Map<String, byte[]> bytes, ClassLoader parent) {
        try {
            Map<String, byte[]> copy = Map.copyOf(bytes);
            BytesLoader loader = new BytesLoader(copy, parent);
            Class<?> loaded = Class.forName(text.name(), true, loader);
            GeneratedClass<T> generated = new GeneratedClass<>(loaded.asSubclass(text.type()), text.text(), copy);
            loader.generated = generated;
            return generated;
        } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
            throw new IllegalStateException("the bytes of class " + text.name() + " are not those of its text", e);
        }
    }

    public String name() {
        return type.getName();
    }

    /** The Java text. */
    public String text() {
        return text;
    }

    /** The class files by binary name; not to be written to. */
    public Map<String, byte[]> bytes() {
        return bytes;
    }

    /** Memory that the class takes while it is loaded. */
    long estimatedBytes() {
        long files = bytes.values().stream().mapToLong(file -> file.length).sum();
        return LOADER_BYTES + text.length() + files * (1 + METADATA_PER_BYTE);
    }

    /** An instance made by the constructor that takes {@code Object[] constants}, or by the one without parameters. */
    public T newInstance(Object... constants) {
        try {
            Constructor<?> constructor = type.getConstructors()[0];
            Object instance = constructor.getParameterCount() == 0
                    ? constructor.newInstance()
                    : constructor.newInstance((Object) constants);
            return type.cast(instance);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("constructor of " + name() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make an instance of " + name(), e);
        }
    }

    @SuppressWarnings("unchecked")
    <U> GeneratedClass<U> as(Class<U> wanted) {
        if (!wanted.isAssignableFrom(type)) {
            throw new IllegalStateException(name() + " is not a " + wanted.getName());
        }
        return (GeneratedClass<U>) this;
    }

    private static final class BytesLoader extends ClassLoader {
        private final Map<String, byte[]> bytes;

        /** Lives as long as an instance does, so that caches find the class while it is in use. */
        @SuppressWarnings("unused")
        private GeneratedClass<?> generated;

        BytesLoader(Map<String, byte[]> bytes, ClassLoader parent) {
            super(parent);
            this.bytes = bytes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] found = bytes.get(name);
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, found, 0, found.length);
        }
    }
}
