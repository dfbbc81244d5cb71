package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/failures-elsewhere.md} names, and the bugs that are planted to see whether tests notice. */
class FailuresElsewhereTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    @Test
    void testsThatAreNamedExist() throws IOException {
        Map<String, Path> sources = sources();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs").resolve("failures-elsewhere.md")));
        int count = 0;
        while (named.find()) {
            count++;
            Path source = sources.get(named.group(1));
            boolean exists = source != null
                    && (named.group(2) == null || Files.readString(source).contains(" " + named.group(2) + "("));
            if (!exists) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(20);
    }

    /** What {@code .ci/PlantedBugs.java} changes is still written as it expects; whether tests notice is a matter of an hour. */
    @Test
    void bugsCanStillBePlanted() throws Exception {
        Process places = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        Path.of(".ci", "PlantedBugs.java").toString(),
                        "--places")
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(places.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(places.waitFor()).isZero();
    }

    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().endsWith(".java")
                            && (file.toString().contains("/src/test/")
                                    || file.toString().contains("/testkit/")))
                    .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
        }
        return sources;
    }
}
