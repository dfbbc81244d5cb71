package io.millrace.app.operators;

import io.millrace.app.operators.Verdict.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which questions have another answer than Calcite's, below the reason of each: {@code # reason}, then a line {@code test: question} for
 * each. A line {@code ## …} stands above the reasons of answers that were {@linkplain #CHOSEN chosen}, and above those of what is missing. A
 * test asks some questions more than once, of several dialects; then one of its answers differs.
 */
final class ListedExceptions {

    static final boolean REWRITES = "rewrite".equals(System.getProperty("golden"));

    private static final Path FILE = Path.of("src/test/resources/io/millrace/app/operators/exceptions.txt");
    private static final String NEW = "# not looked at yet";
    private static final String SECTION = "## ";
    private static final String CHOSEN = SECTION + "chosen: ";

    private final Map<String, Set<String>> listed = new LinkedHashMap<>();
    private final Map<String, Set<String>> found = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private ListedExceptions() {}

    static ListedExceptions read() {
        ListedExceptions exceptions = new ListedExceptions();
        try {
            String reason = "";
            String section = "";
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith(SECTION)) {
                    section = line;
                } else if (line.startsWith("#")) {
                    reason = line;
                    exceptions.sections.put(reason, section);
                } else if (!line.isBlank()) {
                    exceptions
                            .listed
                            .computeIfAbsent(reason, each -> new TreeSet<>())
                            .add(line);
                }
            }
            return exceptions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of a question, or that another answer was chosen. */
    Outcome judged(String test, Verdict verdict) {
        boolean excused = verdict.outcome() == Outcome.DIFFERENT || verdict.outcome() == Outcome.REFUSED;
        String section = sections.getOrDefault(reason(line(test, verdict)), "");
        return excused && section.startsWith(CHOSEN) ? Outcome.CHOSEN : verdict.outcome();
    }

    /** What differs and is not listed, and what is listed and does not differ. */
    List<String> surprises(String test, List<Verdict> verdicts) {
        List<String> surprises = new ArrayList<>();
        Set<String> differing = new LinkedHashSet<>();
        for (Verdict verdict : verdicts) {
            String line = line(test, verdict);
            asked.add(line);
            if (verdict.outcome() == Outcome.BROKEN) {
                differing.add(line);
                surprises.add(line + " breaks: " + verdict.detail());
            } else if (verdict.outcome() != Outcome.RIGHT && differing.add(line)) {
                String reason = reason(line);
                found.computeIfAbsent(reason, each -> new TreeSet<>()).add(line);
                if (reason.equals(NEW) && !REWRITES) {
                    surprises.add(line + " is expected to give " + verdict.expected() + ", but " + verdict.detail());
                }
            }
        }
        for (Verdict verdict : verdicts) {
            String line = line(test, verdict);
            if (!differing.contains(line) && !reason(line).equals(NEW) && !REWRITES) {
                surprises.add(line + " is right and need not be listed any more");
            }
        }
        return surprises;
    }

    /** What is listed of these tests and was not asked. */
    Set<String> notAsked(Set<String> tests) {
        Set<String> rest = new TreeSet<>();
        listed.values().forEach(rest::addAll);
        rest.removeIf(line -> asked.contains(line) || !tests.contains(line.substring(0, line.indexOf(": "))));
        return rest;
    }

    private String reason(String line) {
        return listed.entrySet().stream()
                .filter(entry -> entry.getValue().contains(line))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(NEW);
    }

    /** One line, in ASCII but for letters. */
    private static String line(String test, Verdict verdict) {
        StringBuilder line = new StringBuilder(test).append(": ");
        verdict.sql().codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                line.append(String.format("\\u%04x", character));
            } else {
                line.appendCodePoint(character);
            }
        });
        return line.toString().stripTrailing();
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        Set<String> reasons = new LinkedHashSet<>(listed.keySet());
        reasons.add(NEW);
        String section = "";
        for (String reason : reasons) {
            if (found.containsKey(reason)) {
                if (!sections.getOrDefault(reason, section).equals(section)) {
                    section = sections.get(reason);
                    text.append(text.isEmpty() ? "" : "\n").append(section).append('\n');
                }
                text.append(text.isEmpty() ? "" : "\n").append(reason).append('\n');
                found.get(reason).forEach(line -> text.append(line).append('\n'));
            }
        }
        Files.writeString(FILE, text);
    }
}
