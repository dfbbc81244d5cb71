package io.millrace.engine.codegen.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ClassCompilerTest {

    private static final String PLUS_CONSTANT = """
            private final long addend;
            public @Self(Object[] constants) { this.addend = ((Long) constants[0]).longValue(); }
            public long applyAsLong(long value) { return value + addend; }
            """;

    private static final ClassLoader LOADER = ClassCompilerTest.class.getClassLoader();

    private final ClassRecorder recorder = new ClassRecorder(new JaninoClasses(LOADER));
    private final ClassCompiler compiler = new ClassCompiler(recorder);

    private static GeneratedClass<LongUnaryOperator> constant(ClassCompiler compiler, int value) {
        return compiler.compile(
                LongUnaryOperator.class, "Constant", "public long applyAsLong(long v) { return " + value + "L; }\n");
    }

    @Test
    void instancesTakeTheirConstants() {
        GeneratedClass<LongUnaryOperator> plus = compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT);
        assertThat(plus.newInstance(5L).applyAsLong(1)).isEqualTo(6);
        assertThat(plus.newInstance(7L).applyAsLong(1)).isEqualTo(8);
        assertThat(plus.text()).contains("class Plus_").contains("value + addend");
    }

    @Test
    void equalTextIsCompiledOnce() {
        ClassCompiler caching = new ClassCompiler(LOADER);
        assertThat(caching.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT))
                .isSameAs(caching.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT));
    }

    @Test
    void classesThatWereShippedRunWithoutACompiler() {
        compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT);
        constant(compiler, 3);
        ShippedClasses shipped = new ShippedClasses(LOADER);
        shipped.add(ClassFiles.read(ClassFiles.write(recorder.classFiles())));
        ClassCompiler elsewhere = new ClassCompiler(shipped);
        LongUnaryOperator plus = elsewhere
                .compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT)
                .newInstance(5L);
        assertThat(plus.applyAsLong(1)).isEqualTo(6);
        assertThat(constant(elsewhere, 3).newInstance().applyAsLong(1)).isEqualTo(3);
        assertThatIllegalStateException()
                .isThrownBy(() -> constant(elsewhere, 4))
                .withMessageMatching("class io.millrace.generated.Constant_\\w+ was not shipped");
    }

    @Test
    void nestedClassesAreShipped() {
        String body = """
                private static final class Nested { long value() { return 9L; } }
                public long getAsLong() { return new Nested().value(); }
                """;
        compiler.compile(LongSupplier.class, "Outer", body);
        assertThat(recorder.classFiles().get(0).files()).hasSize(2);
        ShippedClasses shipped = new ShippedClasses(LOADER);
        shipped.add(recorder.classFiles());
        assertThat(new ClassCompiler(shipped)
                        .compile(LongSupplier.class, "Outer", body)
                        .newInstance()
                        .getAsLong())
                .isEqualTo(9);
    }

    @Test
    void bytesOfAnotherClassAreRefused() {
        constant(compiler, 3);
        constant(compiler, 4);
        ClassFiles three = recorder.classFiles().get(0);
        ClassFiles four = recorder.classFiles().get(1);
        String name = three.files().keySet().iterator().next();
        byte[] others = four.files().values().iterator().next();
        for (Map<String, byte[]> files :
                List.of(four.files(), Map.of(name, others), Map.of(name, new byte[10]), Map.<String, byte[]>of())) {
            ShippedClasses shipped = new ShippedClasses(LOADER);
            shipped.add(List.of(new ClassFiles(three.digest(), files)));
            assertThatIllegalStateException()
                    .isThrownBy(() -> constant(new ClassCompiler(shipped), 3))
                    .withMessageContaining("are not those of its text");
        }
    }

    @Test
    void brokenTextIsOurBugAndIsShown() {
        assertThatIllegalStateException()
                .isThrownBy(() -> compiler.compile(LongUnaryOperator.class, "Broken", "public long nonsense"))
                .withMessageContaining("public long nonsense");
    }
}
