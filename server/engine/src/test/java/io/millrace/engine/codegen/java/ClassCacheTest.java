package io.millrace.engine.codegen.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ClassCacheTest {

    private static final long ROOM_FOR_THREE = 60_000;

    private final List<String> compiled = new ArrayList<>();
    private final GeneratedClasses janino = new JaninoClasses(getClass().getClassLoader());
    private final ClassCompiler compiler = new ClassCompiler(new ClassCache(
            new GeneratedClasses() {
                @Override
                public <T> GeneratedClass<T> find(JavaText<T> text) {
                    compiled.add(text.digest());
                    return janino.find(text);
                }
            },
            ROOM_FOR_THREE));

    private GeneratedClass<LongUnaryOperator> constant(int value) {
        return compiler.compile(
                LongUnaryOperator.class, "Constant", "public long applyAsLong(long v) { return " + value + "L; }\n");
    }

    private static void collect(WeakReference<?> reference) {
        List<byte[]> filled = new ArrayList<>();
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            filled.add(new byte[1 << 16]);
        }
    }

    @Test
    void classesThatNobodyUsedForLongAreUnloaded() {
        WeakReference<Class<?>> first =
                new WeakReference<>(constant(0).newInstance().getClass());
        WeakReference<Class<?>> last = null;
        for (int i = 1; i < 10; i++) {
            last = new WeakReference<>(constant(i).newInstance().getClass());
        }
        collect(first);
        assertThat(first.get()).isNull();
        assertThat(last.get()).isNotNull();
        constant(0);
        assertThat(compiled).hasSize(11);
    }

    @Test
    void classInUseIsFoundHoweverManyCameAfterIt() {
        LongUnaryOperator first = constant(0).newInstance();
        for (int i = 1; i < 10; i++) {
            constant(i);
        }
        collect(new WeakReference<>(new Object()));
        assertThat(constant(0).newInstance().getClass()).isSameAs(first.getClass());
        assertThat(compiled).hasSize(10);
    }

    @Test
    void classesUsedLastAreKept() {
        constant(0);
        for (int i = 1; i < 10; i++) {
            constant(i);
            constant(0);
        }
        assertThat(compiled.stream().distinct()).hasSize(10);
        assertThat(compiled.indexOf(compiled.get(0))).isEqualTo(compiled.lastIndexOf(compiled.get(0)));
    }
}
