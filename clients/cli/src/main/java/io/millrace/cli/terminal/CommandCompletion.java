package io.millrace.cli.terminal;

import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.server.Vocabulary;
import io.millrace.cli.text.SqlToken;
import io.millrace.cli.text.SqlTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.reader.Candidate;

/** Completes names of commands and what stands behind them. */
final class CommandCompletion {

    private static final Map<String, List<String>> CHOICES = Map.of(
            "\\x", List.of("on", "off", "auto"),
            "\\t", List.of("on", "off"),
            "\\timing", List.of("on", "off"),
            "\\format", formats(),
            "\\pset", List.of("expanded", "footer", "format", "null", "pager", "timing", "tuples_only"));

    private final Vocabulary vocabulary;
    private final List<String> names;

    CommandCompletion(Vocabulary vocabulary, List<String> names) {
        this.vocabulary = vocabulary;
        this.names = names;
    }

    private static List<String> formats() {
        return Arrays.stream(OutputFormat.values()).map(OutputFormat::name).toList();
    }

    /** Whether the cursor is in a command; then what can stand there is offered. */
    boolean complete(TypedText typed, List<Candidate> candidates) {
        Optional<SqlToken> command = SqlTokens.of(typed.line()).stream()
                .filter(token -> token.kind() == SqlToken.Kind.COMMAND)
                .filter(token -> token.start() < typed.cursor() && typed.cursor() <= token.end())
                .findFirst();
        command.ifPresent(token -> offer(typed.line().substring(token.start(), typed.cursor()), typed, candidates));
        return command.isPresent();
    }

    private void offer(String command, TypedText typed, List<Candidate> candidates) {
        String[] words = command.split("\\s+", -1);
        if (words.length == 1) {
            names.forEach(name -> add(name, typed, command, candidates));
            return;
        }
        String begun = words[words.length - 1];
        if (words[0].equals("\\i") || words[0].equals("\\e")) {
            files(begun).forEach(file -> add(file, typed, begun, candidates));
        } else if (words[0].startsWith("\\d")) {
            vocabulary
                    .relations()
                    .forEach((schema, relations) -> relations
                            .keySet()
                            .forEach(name -> add(
                                    schema.equals("public") ? name : schema + "." + name, typed, begun, candidates)));
        } else if (words.length == 3 && words[1].equals("format")) {
            formats().forEach(format -> add(format, typed, begun, candidates));
        } else {
            CHOICES.getOrDefault(words[0], List.of()).forEach(choice -> add(choice, typed, begun, candidates));
        }
    }

    /** Of a word with signs in it the line editor knows only the letters behind the last of them. */
    private static void add(String whole, TypedText typed, String begun, List<Candidate> candidates) {
        if (whole.startsWith(begun)) {
            int known = begun.length() - typed.word().length();
            boolean ends = !whole.endsWith("/");
            candidates.add(new Candidate(whole.substring(known), whole, null, null, null, null, ends));
        }
    }

    private static List<String> files(String begun) {
        int slash = begun.lastIndexOf('/');
        String directory = begun.substring(0, slash + 1);
        try (Stream<Path> files = Files.list(Path.of(directory.isEmpty() ? "." : directory))) {
            return files.map(file -> directory + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException | InvalidPathException nowhere) {
            return List.of();
        }
    }
}
