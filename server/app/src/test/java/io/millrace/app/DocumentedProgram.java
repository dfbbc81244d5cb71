package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** A program of a document: a Java class with a {@code main}, which is compiled and run against a server. */
record DocumentedProgram(MarkdownBlock block) {

    private static final String MAIN = "public static void main(String[] arguments)";
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");

    /** Where documents say that the server is. */
    private static final String SERVER = "jdbc:millrace://localhost:8765";

    static boolean isOne(MarkdownBlock block) {
        return block.lines().stream().anyMatch(line -> line.contains(MAIN));
    }

    /** What it prints. */
    List<String> run(Path temporary, String url) throws Exception {
        String text = String.join("\n", block.lines());
        assertThat(text).contains(SERVER);
        Matcher name = NAME.matcher(text);
        assertThat(name.find()).isTrue();
        Path directory = Files.createDirectories(temporary.resolve("programs"));
        compile(Files.writeString(directory.resolve(name.group(1) + ".java"), text.replace(SERVER, url)));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, DocumentedProgram.class.getClassLoader());
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            Class.forName(name.group(1), true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void compile(Path source) throws IOException {
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        problems,
                        "--release",
                        "11",
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(code).as(problems.toString(StandardCharsets.UTF_8)).isZero();
    }
}
