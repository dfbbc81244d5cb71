package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The statements of a script among the distribution's examples, without comments. */
record ExampleScript(List<String> statements) {

    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");
    private static final Pattern END = Pattern.compile(";\\s*(?:\\n|$)");
    private static final Pattern OPTIONS = Pattern.compile("\\s+WITH\\s*\\([^()]*\\)$");

    static ExampleScript read(String folder, String name) {
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new IllegalStateException(
                    "the examples belong to the distribution; measure them with bin/millrace bench");
        }
        try {
            String text = Files.readString(Path.of(home, "examples", folder, name + ".sql"));
            return new ExampleScript(Arrays.stream(
                            END.split(COMMENT.matcher(text).replaceAll("")))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A definition without its connector. */
    static String withoutOptions(String statement) {
        return OPTIONS.matcher(statement).replaceFirst("");
    }
}
