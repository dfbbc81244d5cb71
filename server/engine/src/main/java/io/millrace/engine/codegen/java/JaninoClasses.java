package io.millrace.engine.codegen.java;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import java.util.regex.Pattern;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.janino.SimpleCompiler;

/** Compiles each text that is asked for. */
public final class JaninoClasses implements GeneratedClasses {

    private static final Pattern TOO_LARGE =
            Pattern.compile("64 KB|grows|too (large|long|many|big)|[Cc]onstant pool|offset|exceed");

    private final ClassLoader parent;
    private final ClassLoader mentioned;

    /** @param parent sees the types that generated code mentions */
    public JaninoClasses(ClassLoader parent) {
        this.parent = parent;
        this.mentioned = new MentionedTypes(parent);
    }

    /** @throws MillraceException LIMIT_EXCEEDED when the text does not fit into one class file */
    @Override
    public <T> GeneratedClass<T> find(JavaText<T> text) {
        try {
            return GeneratedClass.load(text, compiled(text), parent);
        } catch (InternalCompilerException | IllegalStateException e) {
            if (!(e.getCause() instanceof CompileException) && isTooLarge(e)) {
                throw new MillraceException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the query is too large for one class of generated code; split it up into several views, or use"
                                + " fewer columns, branches or conditions",
                        e);
            }
            throw e;
        }
    }

    private Map<String, byte[]> compiled(JavaText<?> text) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(mentioned);
            compiler.cook(text.text());
            return compiler.getBytecodes();
        } catch (CompileException e) {
            throw new IllegalStateException(
                    "generated code does not compile: " + e.getMessage() + "\n" + text.text(), e);
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
}
