package io.millrace.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.batch.PushedRows;
import io.millrace.engine.batch.Rejections;
import io.millrace.engine.batch.TypedPages;
import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalReader;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournaledHistoryTest {

    private static final RowType NUMBERS = RowType.of(new Field("n", Type.BIGINT, false));

    private final FaultyStorage storage = new FaultyStorage(1);

    private Journal open() {
        return Journal.open(Path.of("/data"), Durability.FSYNC, Duration.ofHours(1), storage);
    }

    private static Page page(long value) {
        PageBuilder page = new PageBuilder(NUMBERS);
        ((LongColumnBuilder) page.column(0)).append(value);
        page.endRow();
        return page.build();
    }

    private static BatchPlan plan() {
        InputPlan input = new InputPlan(
                List.of(Split.of("a.csv", 0, 10)),
                true,
                List.of(new PushedRows("", new TypedPages(NUMBERS, List.of(page(7))), true, false, false)),
                Rejections.NONE);
        return new BatchPlan(3, 1_000, 2, 99, Map.of("s", input), Map.of());
    }

    private static BatchCommit commit() {
        return new BatchCommit(
                Map.of("s", new InputTime(500, false)),
                Map.of("k", new OutboxRows(3, new TypedPages(NUMBERS, List.of(page(8))))));
    }

    /** Notes which events come, with what they say; pages by their size. */
    private static HistoryEvents noting(List<String> events) {
        return (HistoryEvents) Proxy.newProxyInstance(
                HistoryEvents.class.getClassLoader(), new Class<?>[] {HistoryEvents.class}, (proxy, method, given) -> {
                    events.add(method.getName() + " "
                            + Arrays.stream(given)
                                    .map(JournaledHistoryTest::text)
                                    .toList());
                    return null;
                });
    }

    private static String text(Object value) {
        if (value instanceof BatchPlan plan) {
            InputPlan input = plan.inputs().get("s");
            return plan.batch() + "/" + plan.timestamp() + "/" + input.splits().size() + "/" + input.exhausted() + "/"
                    + input.pushed().get(0).rows().rows();
        } else if (value instanceof BatchCommit commit) {
            return commit.times() + "/" + commit.outboxes().get("k").number();
        } else if (value instanceof MillraceException error) {
            return error.code() + ": " + error.getMessage();
        } else if (value instanceof OutboxRows outbox) {
            return outbox.number() + "/" + outbox.rows().rows();
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Split split) {
            return split.partition();
        }
        return String.valueOf(value);
    }

    @Test
    void eventsComeBackInTheirOrder() {
        try (Journal journal = open()) {
            History history = new JournaledHistory(journal);
            history.defined(new DefinitionText("CREATE STREAM s (n BIGINT)", Map.of("result.rows", "5")));
            history.defined(new DefinitionText("CREATE VIEW v", Map.of()).with(new byte[] {1, 2, 3}));
            history.passed("s", List.of(Split.of("a.csv", 0, 10)), true, 77);
            history.counted("s", List.of(Split.of("a.csv", 0, 10)), 4, 1);
            history.clock(true, 123);
            history.partitions(7);
            history.batch(plan(), commit());
            history.settle();
            assertThat(journal.status().durableLsn()).isEqualTo(journal.nextLsn() - 1);
            history.piece("k", new PiecePlan(3, 1_000, Map.of(), Map.of("s", 8L), Map.of("s", 3L)));
            history.pieceDone("k", Map.of("s", new InputTime(300, true)), new Given(3, 2, -77, 1));
            history.sinkRows(
                    "k",
                    Map.of("s", new InputTime(400, false)),
                    new OutboxRows(4, new TypedPages(NUMBERS, List.of(page(1), page(2)))));
            history.sinkDone("k", 4);
            history.paused("k");
            history.joined("k");
            history.failed("v", new MillraceException(ErrorCode.DIVISION_BY_ZERO, "a division"));
            history.removed(List.of("v", "w"));
            history.settle();
            assertThat(history.position()).isEqualTo(journal.nextLsn());
        }
        List<String> events = new ArrayList<>();
        try (Journal journal = open();
                JournalReader reader = journal.read(1)) {
            while (reader.advance()) {
                HistoryReader.read(reader, noting(events));
            }
        }
        assertThat(events)
                .containsExactly(
                        "defined [CREATE STREAM s (n BIGINT) with {result.rows=5} and 0 bytes of plan]",
                        "defined [CREATE VIEW v with {} and 3 bytes of plan]",
                        "passed [s, a.csv, true, 77]",
                        "counted [s, a.csv, 4, 1]",
                        "clock [true, 123]",
                        "partitions [7]",
                        "batch [3/1000/1/true/1, {s=InputTime[watermark=500, silent=false]}/3]",
                        "piece [k, PiecePlan[batch=3, timestamp=1000, splits={}, sequences={s=8}, batches={s=3}]]",
                        "pieceDone [k, {s=InputTime[watermark=300, silent=true]}, Given[number=3, rows=2, digest=-77, form=1]]",
                        "sinkRows [k, {s=InputTime[watermark=400, silent=false]}, 4/2]",
                        "sinkDone [k, 4]",
                        "paused [k]",
                        "joined [k]",
                        "failed [v, DIVISION_BY_ZERO: a division]",
                        "removed [[v, w]]");
    }
}
