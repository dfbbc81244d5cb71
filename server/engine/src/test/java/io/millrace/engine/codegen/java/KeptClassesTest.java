package io.millrace.engine.codegen.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptClassesTest {

    private static final ClassLoader LOADER = KeptClassesTest.class.getClassLoader();

    @TempDir
    Path directory;

    private final ClassRecorder compiled = new ClassRecorder(new JaninoClasses(LOADER));

    private long ask(String build, int constant) {
        return new ClassCompiler(KeptClasses.in(directory, build, compiled, LOADER))
                .compile(
                        LongUnaryOperator.class,
                        "Constant",
                        "public long applyAsLong(long v) { return " + constant + "L; }\n")
                .newInstance()
                .applyAsLong(0);
    }

    private int timesCompiled() {
        return compiled.texts().size();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void classesAreThereAfterARestart() {
        assertThat(ask("build", 3)).isEqualTo(3);
        ClassCompiler withoutCompiler =
                new ClassCompiler(KeptClasses.in(directory, "build", new ShippedClasses(LOADER), LOADER));
        assertThat(withoutCompiler
                        .compile(
                                LongUnaryOperator.class, "Constant", "public long applyAsLong(long v) { return 3L; }\n")
                        .newInstance()
                        .applyAsLong(0))
                .isEqualTo(3);
    }

    @Test
    void damagedFilesAreCompiledAnew() throws IOException {
        ask("build", 3);
        ask("build", 4);
        Path damaged = files().get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 1]++;
        Files.write(damaged, bytes);
        Files.write(files().get(1), new byte[0]);
        assertThat(ask("build", 3) + ask("build", 4)).isEqualTo(7);
        assertThat(files()).hasSize(2).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void classesOfAnotherBuildAreDeleted() throws IOException {
        ask("build", 3);
        Path old = files().get(0);
        ask("later", 3);
        assertThat(old).doesNotExist();
        assertThat(files()).hasSize(1);
        assertThat(timesCompiled()).isEqualTo(1);
    }
}
