package io.millrace.app;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the demos of the distribution: {@code NAME.watch.sql} with the queries whose rows it prints.
 *
 * @param base where relative paths in its SQL begin
 * @param scripts what the server runs: the files after {@code -- scripts:} in the first lines, or {@code NAME.sql}
 */
record Demo(Path base, List<InitScript> scripts, InitScript watch) {

    private static final String WATCH = ".watch.sql";
    private static final Pattern SCRIPTS = Pattern.compile("(?m)^-- scripts: (.*)$");

    /** @throws MillraceException when there is no such demo; it names those that there are */
    static Demo named(String name) throws IOException {
        Path demos = demos();
        Path watch = demos.resolve(name + WATCH);
        if (!Files.exists(watch)) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND, "there is no demo " + name + "; there are: " + names(demos));
        }
        InitScript queries = InitScript.read(watch);
        Matcher listed = SCRIPTS.matcher(queries.sql());
        List<String> files = listed.find() ? Arrays.asList(listed.group(1).split(" ", -1)) : List.of(name + ".sql");
        List<InitScript> scripts = files.stream()
                .map(file -> InitScript.read(demos.resolve(file).normalize()))
                .toList();
        return new Demo(demos, scripts, queries);
    }

    private static Path demos() {
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND,
                    "the demos belong to the distribution; start them with bin/millrace demo");
        }
        return Path.of(home, "examples", "demo");
    }

    private static String names(Path demos) throws IOException {
        try (Stream<Path> files = Files.list(demos)) {
            return String.join(
                    ", ",
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(WATCH))
                            .map(file -> file.substring(0, file.length() - WATCH.length()))
                            .sorted()
                            .toList());
        }
    }
}
