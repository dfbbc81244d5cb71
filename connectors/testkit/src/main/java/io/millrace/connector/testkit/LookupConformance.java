package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every table keeps to in which rows are looked up. */
public abstract class LookupConformance {

    protected abstract LookupSource open() throws Exception;

    /** Keys of which some are found once, some several times, some not, and one is NULL. */
    protected abstract Page keys();

    /** What is found for each of the keys: the values of all columns between bars, in any order. */
    protected abstract List<List<String>> found();

    protected abstract int columnCount();

    private int[] all() {
        return IntStream.range(0, columnCount()).toArray();
    }

    private static List<List<String>> byKey(Page rows, int keys) {
        List<List<String>> found = new ArrayList<>();
        IntStream.range(0, keys).forEach(key -> found.add(new ArrayList<>()));
        int[] numbers = ((IntColumn) rows.column(0)).values();
        int[] values = IntStream.range(1, rows.columnCount()).toArray();
        List<String> texts = PageText.of(rows.project(values));
        for (int row = 0; row < rows.size(); row++) {
            assertThat(row == 0 || numbers[row - 1] <= numbers[row]).isTrue();
            found.get(numbers[row]).add(texts.get(row));
        }
        found.forEach(list -> list.sort(null));
        return found;
    }

    private List<List<String>> expected() {
        return found().stream().map(rows -> rows.stream().sorted().toList()).toList();
    }

    @Test
    void keysCoverAllCases() {
        assertThat(found()).contains(List.of());
        assertThat(found()).anyMatch(rows -> rows.size() == 1).anyMatch(rows -> rows.size() > 1);
        assertThat(IntStream.range(0, keys().size()))
                .anyMatch(row -> keys().column(0).isNull(row));
    }

    @Test
    void everyKeyGetsItsRows() throws Exception {
        try (LookupSource source = open()) {
            assertThat(byKey(source.lookUp(keys(), all()), keys().size())).isEqualTo(expected());
        }
    }

    @Test
    void oneKeyAtATimeGivesTheSame() throws Exception {
        try (LookupSource source = open()) {
            for (int key = 0; key < keys().size(); key++) {
                Page one = keys().slice(key, key + 1);
                assertThat(byKey(source.lookUp(one, all()), 1).get(0))
                        .isEqualTo(expected().get(key));
            }
        }
    }

    @Test
    void noKeysFindNoRows() throws Exception {
        try (LookupSource source = open()) {
            assertThat(source.lookUp(keys().slice(0, 0), all()).size()).isZero();
        }
    }

    @Test
    void fewerColumnsInAnyOrderHaveTheSameValues() throws Exception {
        try (LookupSource source = open()) {
            for (int column = 0; column < columnCount(); column++) {
                int[] one = {column};
                Page all = source.lookUp(keys(), all());
                Page some = source.lookUp(keys(), one);
                assertThat(byKey(some, keys().size()))
                        .isEqualTo(byKey(all.project(new int[] {0, column + 1}), keys().size()));
            }
        }
    }

    @Test
    void severalThreadsLookUpAtTheSameTime() throws Exception {
        try (LookupSource source = open()) {
            List<CompletableFuture<List<List<String>>>> running = IntStream.range(0, 4)
                    .mapToObj(thread ->
                            CompletableFuture.supplyAsync(() -> byKey(source.lookUp(keys(), all()), keys().size())))
                    .toList();
            running.forEach(found -> assertThat(found.join()).isEqualTo(expected()));
        }
    }

    @Test
    void sourceCanBeClosedTwice() throws Exception {
        LookupSource source = open();
        source.close();
        source.close();
    }
}
