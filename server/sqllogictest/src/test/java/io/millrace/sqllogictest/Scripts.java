package io.millrace.sqllogictest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import net.hydromatic.sqllogictest.SltTestFile;

/** The scripts that the library brings, 712 of them in folders of much the same kind. */
final class Scripts {

    /** Scripts about statements of SQLite, some of which Millrace does not have. */
    static final String OF_STATEMENTS = "evidence/";

    private static final String SUFFIX = ".test";

    private Scripts() {}

    /** Scripts whose path matches. */
    static List<String> matching(String pattern) throws IOException {
        Pattern path = Pattern.compile(pattern);
        return all().stream().filter(script -> path.matcher(script).find()).toList();
    }

    /** The first script of each folder, and all that lie above the folders. */
    static List<String> sample() throws IOException {
        Map<String, String> first = new TreeMap<>();
        List<String> sample = new ArrayList<>();
        for (String script : all()) {
            if (script.indexOf('/') < 0 || script.startsWith(OF_STATEMENTS)) {
                sample.add(script);
            } else {
                first.putIfAbsent(script.substring(0, script.lastIndexOf('/')), script);
            }
        }
        sample.addAll(first.values());
        return sample;
    }

    private static List<String> all() throws IOException {
        Path jar = Path.of(SltTestFile.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("test/") && name.endsWith(SUFFIX))
                    .map(name -> name.substring("test/".length()))
                    .sorted()
                    .toList();
        }
    }
}
