package io.millrace.engine.codegen.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ClassCompilerTest {

    private static final String PLUS_CONSTANT = """
            private final long addend;
            public @Self(Object[] constants) { this.addend = ((Long) constants[0]).longValue(); }
            public long applyAsLong(long value) { return value + addend; }
            """;

    private final ClassCompiler compiler = new ClassCompiler(getClass().getClassLoader(), 2);

    @Test
    void instancesTakeTheirConstants() {
        GeneratedClass<LongUnaryOperator> plus = compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT);
        assertThat(plus.newInstance(5L).applyAsLong(1)).isEqualTo(6);
        assertThat(plus.newInstance(7L).applyAsLong(1)).isEqualTo(8);
        assertThat(plus.text()).contains("class Plus_").contains("value + addend");
    }

    @Test
    void equalTextIsCompiledOnce() {
        assertThat(compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT))
                .isSameAs(compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT));
    }

    @Test
    void leastRecentlyUsedClassIsForgotten() {
        GeneratedClass<LongUnaryOperator> first = compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT);
        for (int i = 0; i < 2; i++) {
            compiler.compile(
                    LongUnaryOperator.class, "Constant", "public long applyAsLong(long v) { return " + i + "L; }\n");
        }
        assertThat(compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT))
                .isNotSameAs(first);
    }

    @Test
    void bytesCanBeLoadedElsewhere() {
        GeneratedClass<LongUnaryOperator> plus = compiler.compile(LongUnaryOperator.class, "Plus", PLUS_CONSTANT);
        GeneratedClass<LongUnaryOperator> shipped = GeneratedClass.load(
                LongUnaryOperator.class,
                plus.name(),
                plus.text(),
                plus.bytes(),
                getClass().getClassLoader());
        assertThat(shipped.newInstance(5L).applyAsLong(1)).isEqualTo(6);
    }

    @Test
    void brokenTextIsOurBugAndIsShown() {
        assertThatIllegalStateException()
                .isThrownBy(() -> compiler.compile(LongUnaryOperator.class, "Broken", "public long nonsense"))
                .withMessageContaining("public long nonsense");
    }
}
