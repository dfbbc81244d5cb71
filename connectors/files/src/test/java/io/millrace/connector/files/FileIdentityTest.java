package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source takes for the same file, and for another. */
class FileIdentityTest {

    private static final Map<String, String> WATCHED = Map.of("path", ".", "watch", "true");
    private static final Map<String, String> FOLLOWED = Map.of("path", "app.log", "follow", "true");

    @TempDir
    private Path directory;

    private FollowedFiles opened(Map<String, String> options) {
        FollowedFiles files = new FollowedFiles(directory, options);
        files.open();
        return files;
    }

    private static Integer[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray(Integer[]::new);
    }

    @Test
    void fileThatIsRenamedWhileItIsReadGoesOnUnderItsNewName() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("in.jsonl", 6);
            files.pollTwoRows();
            Files.move(files.path("in.jsonl"), files.path("done.jsonl"));
            files.pollTwoRows();
            files.write("done.jsonl", 2);
            files.readAll();
            assertThat(files.rows()).containsExactly(numbers(8));
            assertThat(files.selected()).containsExactly(numbers(8));
            assertThat(files.problems()).isEmpty();
        }
    }

    @Test
    void filesWithTheSameContentAreDifferentFiles() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.append("a.jsonl", FollowedFiles.line(1));
            files.readAll();
            files.append("b.jsonl", FollowedFiles.line(1));
            files.append("a-2.jsonl", FollowedFiles.line(1));
            files.readAll();
            assertThat(files.rows()).containsExactly(1, 1, 1);
            assertThat(files.selected()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void newFileIsReadFromItsStartAlthoughItHasTheInodeOfADeletedOne() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("a.jsonl", 3);
            files.readAll();
            Files.delete(files.path("a.jsonl"));
            files.write("b.jsonl", 3); // most file systems give it the inode of a.jsonl
            files.readAll();
            Files.delete(files.path("b.jsonl"));
            files.write("a.jsonl", 9);
            files.readAll();
            assertThat(files.rows()).containsExactly(numbers(15));
            assertThat(files.offsets().keySet().stream()
                            .map(name -> Path.of(name).getFileName()))
                    .containsExactlyInAnyOrder(Path.of("a.jsonl"), Path.of("b.jsonl"), Path.of("a.jsonl#2"));
        }
    }

    @Test
    void fileThatIsOverwrittenWithMoreThanItHadIsReadFromItsStart() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("app.log", 3);
            files.readAll();
            StringBuilder text = new StringBuilder();
            IntStream.range(100, 120).forEach(id -> text.append(FollowedFiles.line(id)));
            Files.writeString(files.path("app.log"), text, StandardOpenOption.TRUNCATE_EXISTING);
            files.readAll();
            assertThat(files.rows()).hasSize(23).startsWith(0, 1, 2, 100).endsWith(119);
            assertThat(files.refused()).isEmpty();
            assertThat(files.gone().values()).singleElement().asString().contains("is not there any more");
        }
    }

    @Test
    void fileThatIsReplacedByItselfAndMoreIsTheSameFile() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("app.log", 3);
            files.readAll();
            Files.copy(files.path("app.log"), files.path(".next"));
            files.write(".next", 2);
            Files.move(files.path(".next"), files.path("app.log"), StandardCopyOption.REPLACE_EXISTING);
            files.readAll();
            assertThat(files.rows()).containsExactly(numbers(5));
            assertThat(files.problems()).isEmpty();
        }
    }

    @Test
    void halfALineWaitsAlsoWhenTheFileIsRenamed() throws IOException {
        try (FollowedFiles files = opened(Map.of("path", ".", "watch", "true", "follow", "true"))) {
            files.append("app.log", "{\"id\":0}\n{\"i");
            files.poll();
            assertThat(files.rows()).containsExactly(0);
            Files.move(files.path("app.log"), files.path("app.log.1"));
            files.poll();
            files.append("app.log.1", "d\":1}\n");
            files.append("app.log", "{\"id\":2}");
            files.poll();
            assertThat(files.rows()).containsExactly(0, 1);
            files.append("app.log", "\n");
            files.poll();
            assertThat(files.rows()).containsExactly(0, 1, 2);
            assertThat(files.refused()).isEmpty();
        }
    }

    @Test
    void lastLineOfARotatedFileThatNobodyEndsIsRead() throws IOException {
        Files.writeString(directory.resolve("app.log"), "{\"id\":0}\n{\"id\":1}");
        try (FollowedFiles files = opened(FOLLOWED)) {
            files.readAll();
            assertThat(files.rows()).containsExactly(0);
            Files.move(files.path("app.log"), files.path("app.log.1"));
            files.append("app.log", "{\"id\":2}\n");
            files.poll();
            assertThat(files.rows()).containsExactly(0, 2);
            files.readAll();
            assertThat(files.rows()).containsExactly(0, 1, 2);
        }
    }

    @Test
    void brokenFileDoesNotStopItsNeighbours() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.append("a.jsonl.xz", "xyz");
            files.write("b.jsonl", 2);
            files.readAll();
            assertThat(files.rows()).containsExactly(0, 1);
            assertThat(files.problems())
                    .hasEntrySatisfying(
                            files.path("a.jsonl.xz").toString(),
                            problem -> assertThat(problem).contains("is compressed"));
            Files.move(files.path("a.jsonl.xz"), files.path(".a"));
            files.write("b.jsonl", 1);
            files.readAll();
            assertThat(files.rows()).containsExactly(0, 1, 2);
            assertThat(files.problems()).isEmpty();
        }
    }

    @Test
    void fileThatWasReadAndIsGoneIsToldAndLeftOut() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("a.jsonl", 2);
            files.write("b.jsonl", 2);
            files.readAll();
            Files.delete(files.path("a.jsonl"));
            files.write("b.jsonl", 1);
            files.readAll();
            assertThat(files.rows()).containsExactly(numbers(5));
            assertThat(files.selected()).containsExactly(2, 3, 4);
            assertThat(files.backfilled()).containsExactly(2, 3, 4);
            assertThat(files.problems()).isEmpty();
            assertThat(files.gone()).containsOnlyKeys(files.path("a.jsonl").toString());
            Files.writeString(files.path("a.jsonl"), FollowedFiles.line(0) + FollowedFiles.line(1));
            files.readAll();
            assertThat(files.rows()).containsExactly(numbers(5));
            assertThat(files.selected()).containsExactly(numbers(5));
            assertThat(files.gone()).isEmpty();
        }
    }

    @Test
    void fileThatVanishesBeforeItsEndIsReadIsALoss() throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("a.jsonl", 9);
            files.pollTwoRows();
            Files.delete(files.path("a.jsonl"));
            files.readAll();
            assertThat(files.gone().values()).singleElement().asString().contains("when 18 of its 81 bytes were read");
        }
    }

    @Test
    void fileThatIsReadOnceAndReplacedMeanwhileIsReported() throws IOException {
        FollowedFiles files = new FollowedFiles(directory, Map.of("path", "app.log"));
        files.write("app.log", 9);
        try (files) {
            files.open();
            files.pollTwoRows();
            Files.delete(files.path("app.log"));
            files.write("app.log", 20);
            files.readAll();
            assertThat(files.rows()).containsExactly(0, 1);
            assertThat(files.source().exhausted(files.offsets())).isFalse();
            assertThat(files.problems().values())
                    .singleElement()
                    .asString()
                    .contains("create the stream to read it anew");
        }
    }
}
