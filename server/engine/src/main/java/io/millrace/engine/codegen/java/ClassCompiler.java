package io.millrace.engine.codegen.java;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Compiles generated Java text to classes, with a cache by digest of the text.
 *
 * <p>The text is Java as Janino understands it: no lambdas, no generic methods to infer, casts written out. The data model
 * ({@code io.millrace.spi.data}) and {@code io.millrace.engine.codegen.runtime} are imported. Each class gets a
 * class loader of its own, so that it can be unloaded once the cache and its users have forgotten it. Thread-safe.
 */
public final class ClassCompiler {

    /** Stands for the name of the generated class within a body: constructors and static calls write it. */
    public static final String SELF = "@Self";

    /** Classes remembered unless the constructor says otherwise. */
    public static final int DEFAULT_CAPACITY = 2_000;

    /** Of all texts that are remembered. */
    private static final long MOST_CHARACTERS = 8L << 20;

    private static final Pattern TOO_LARGE =
            Pattern.compile("64 KB|grows|too (large|long|many|big)|[Cc]onstant pool|offset|exceed");

    private static final String PACKAGE = "io.millrace.generated";
    private static final String IMPORTS =
            "import io.millrace.spi.data.*;\nimport io.millrace.engine.codegen.runtime.*;\nimport io.millrace.engine.codegen.runtime.regex.*;\n";
    private static final int DIGEST_DIGITS = 16;

    private final ClassLoader parent;
    private final int capacity;
    private final Map<String, GeneratedClass<?>> cache = new LinkedHashMap<>(64, 0.75f, true);
    private long characters;

    /**
     * @param parent sees the types that generated code mentions: the engine's classes and, for functions of users, their jars
     */
    public ClassCompiler(ClassLoader parent) {
        this(parent, DEFAULT_CAPACITY);
    }

    public ClassCompiler(ClassLoader parent, int capacity) {
        this.parent = parent;
        this.capacity = capacity;
    }

    /**
     * The class that extends or implements {@code type} with the given members.
     *
     * @param type public; the generated class is assignable to it
     * @param namePrefix a Java identifier that tells readers of stack traces what the class is for
     * @param body the members; when instances need constants, it declares a constructor {@code public @Self(Object[] constants)}
     */
    public <T> GeneratedClass<T> compile(Class<T> type, String namePrefix, String body) {
        String digest = digest(type.getName() + '\n' + namePrefix + '\n' + body);
        synchronized (cache) {
            GeneratedClass<?> known = cache.get(digest);
            if (known != null) {
                return known.as(type);
            }
        }
        GeneratedClass<T> compiled = cook(type, namePrefix + '_' + digest.substring(0, DIGEST_DIGITS), body);
        synchronized (cache) {
            GeneratedClass<?> first = cache.putIfAbsent(digest, compiled);
            if (first != null) {
                return first.as(type);
            }
            characters += compiled.text().length();
            forgetOldest();
            return compiled;
        }
    }

    private void forgetOldest() {
        Iterator<GeneratedClass<?>> oldest = cache.values().iterator();
        while (cache.size() > capacity || characters > MOST_CHARACTERS) {
            characters -= oldest.next().text().length();
            oldest.remove();
        }
    }

    /** The texts of the remembered classes, those used longest ago first: for EXPLAIN CODEGEN. */
    public List<String> texts() {
        synchronized (cache) {
            return cache.values().stream().map(GeneratedClass::text).toList();
        }
    }

    private <T> GeneratedClass<T> cook(Class<T> type, String simpleName, String body) {
        String text = "package " + PACKAGE + ";\n\n" + IMPORTS + "\npublic final class " + simpleName
                + (type.isInterface() ? " implements " : " extends ") + type.getCanonicalName() + " {\n"
                + body.replace(SELF, simpleName) + "}\n";
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(parent);
            compiler.cook(text);
            return GeneratedClass.load(type, PACKAGE + '.' + simpleName, text, compiler.getBytecodes(), parent);
        } catch (CompileException e) {
            throw new IllegalStateException("generated code does not compile: " + e.getMessage() + "\n" + text, e);
        } catch (InternalCompilerException | ClassFormatError e) {
            if (isTooLarge(e)) {
                throw new MillraceException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the query is too large for one class of generated code; split it up into several views, or use"
                                + " fewer columns, branches or conditions",
                        e);
            }
            throw e;
        }
    }

    /** Whether a limit of class files was reached: 64 KB of code a method, 65,535 constants. */
    private static boolean isTooLarge(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (TOO_LARGE.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
