package io.millrace.engine.codegen.java;

import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Compiles each text that is asked for. */
public final class JaninoClasses implements GeneratedClasses {

    private final ClassLoader parent;

    /** @param parent sees the types that generated code mentions */
    public JaninoClasses(ClassLoader parent) {
        this.parent = parent;
    }

    @Override
    public <T> GeneratedClass<T> find(JavaText<T> text) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(parent);
            compiler.cook(text.text());
            return GeneratedClass.load(text, compiler.getBytecodes(), parent);
        } catch (CompileException e) {
            throw new IllegalStateException(
                    "generated code does not compile: " + e.getMessage() + "\n" + text.text(), e);
        }
    }
}
