package io.millrace.engine.codegen.java;

/**
 * Turns generated Java text into classes. Thread-safe.
 *
 * <p>The text is Java as Janino understands it: no lambdas, no generic methods to infer, casts written out. The data model
 * ({@code io.millrace.spi.data} and its builders) and {@code io.millrace.engine.codegen.runtime} are imported. It must be the
 * same for the same query in every process, because classes that were compiled elsewhere are found by it.
 */
public final class ClassCompiler {

    /** Stands for the name of the generated class within a body: constructors and static calls write it. */
    public static final String SELF = "@Self";

    private final GeneratedClasses classes;

    /**
     * Compiles here, and remembers what was compiled.
     *
     * @param parent sees the types that generated code mentions: the engine's classes and, for functions of users, their jars
     */
    public ClassCompiler(ClassLoader parent) {
        this(new ClassCache(new JaninoClasses(parent)));
    }

    /** @param classes where the classes of texts come from */
    public ClassCompiler(GeneratedClasses classes) {
        this.classes = classes;
    }

    /**
     * The class that extends or implements {@code type} with the given members.
     *
     * @param type public; the generated class is assignable to it
     * @param namePrefix a Java identifier that tells readers of stack traces what the class is for
     * @param body the members; when instances need constants, it declares a constructor {@code public @Self(Object[] constants)}
     */
    public <T> GeneratedClass<T> compile(Class<T> type, String namePrefix, String body) {
        return classes.find(JavaText.of(type, namePrefix, body));
    }
}
