package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads sources the way the server does, and shows what comes as text. */
public final class TrialReading {

    /** Everything at once. */
    public static final Admission ALL = new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 1);

    private static final int MOST_POLLS = 1_000_000;

    private TrialReading() {}

    /** All splits of a source from its beginning to its end, which are checked to follow on each other. */
    public static List<Split> splits(ReplayableSource source, Admission admission) {
        List<Split> all = new ArrayList<>();
        Map<String, Offset> offsets = new HashMap<>();
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            List<Split> splits = source.poll(Map.copyOf(offsets), admission);
            for (Split split : splits) {
                Offset before = offsets.put(split.partition(), split.end());
                assertThat(before == null || before.equals(split.start()))
                        .as("%s follows on %s", split, before)
                        .isTrue();
                assertThat(split.end()).isGreaterThan(split.start());
                assertThat(split.extent()).isNotNegative();
            }
            if (splits.isEmpty()) {
                return all;
            }
            all.addAll(splits);
        }
        throw new AssertionError("the source did not end within " + MOST_POLLS + " polls");
    }

    /** Where splits end, by partition. */
    public static Map<String, Offset> ends(List<Split> splits) {
        Map<String, Offset> ends = new HashMap<>();
        splits.forEach(split -> ends.merge(split.partition(), split.end(), Offset::max));
        return ends;
    }

    /** The pages of splits, one after the other. */
    public static List<Page> pages(ReaderFactory readers, List<Split> splits, int[] columns, RejectedRows rejected) {
        List<Page> pages = new ArrayList<>();
        for (Split split : splits) {
            try (SplitReader reader = readers.open(split, columns, rejected)) {
                while (reader.advance()) {
                    pages.add(reader.page());
                }
            }
        }
        return pages;
    }

    /** The pages of splits; no record may be refused. */
    public static List<Page> pages(ReaderFactory readers, List<Split> splits, int[] columns) {
        CollectedRejects rejects = new CollectedRejects();
        List<Page> pages = pages(readers, splits, columns, rejects);
        assertThat(rejects.all()).isEmpty();
        return pages;
    }

    /** The rows of splits with their weights; no record may be refused. */
    public static List<String> rows(ReaderFactory readers, List<Split> splits, int[] columns) {
        return PageText.weighted(pages(readers, splits, columns));
    }
}
