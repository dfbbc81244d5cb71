package io.millrace.engine.codegen.java;

/**
 * Where generated classes come from: compiled here, or shipped by somebody who did. They are found by the digest of their text, so
 * that a class is the same wherever it came from. Thread-safe.
 */
@FunctionalInterface
public interface GeneratedClasses {

    /** The class that a text is of. */
    <T> GeneratedClass<T> find(JavaText<T> text);
}
