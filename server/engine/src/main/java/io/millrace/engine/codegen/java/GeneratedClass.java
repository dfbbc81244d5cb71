package io.millrace.engine.codegen.java;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** A compiled class with its text (for EXPLAIN CODEGEN) and its bytes (for executors of a cluster). Immutable. */
public final class GeneratedClass<T> {

    private final Class<? extends T> type;
    private final String text;
    private final Map<String, byte[]> bytes;

    private GeneratedClass(Class<? extends T> type, String text, Map<String, byte[]> bytes) {
        this.type = type;
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * Defines a class from its bytes, in a class loader of its own.
     *
     * @param bytes the class {@code name} and its nested classes, by binary name
     */
    public static <T> GeneratedClass<T> load(
            Class<T> type, String name, String text, Map<String, byte[]> bytes, ClassLoader parent) {
        try {
            Class<?> loaded = Class.forName(name, true, new BytesLoader(bytes, parent));
            return new GeneratedClass<>(loaded.asSubclass(type), text, Map.copyOf(bytes));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no bytes for class " + name, e);
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
