package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every sink keeps to. The sink under test is new and empty; its first column is the key where it has one. */
public abstract class SinkConformance {

    protected abstract RowType rowType();

    protected abstract SinkCapabilities capabilities();

    /** Opens the sink; again after it was closed, when it remembers over that. */
    protected abstract Sink open() throws Exception;

    /** How many rows the outside system has. */
    protected abstract long stored(Sink sink) throws Exception;

    /** Appends a row, different for each number, to a page. */
    protected abstract void append(PageBuilder page, int number);

    private Page rows(int from, int to, long weight) {
        PageBuilder page = new PageBuilder(rowType());
        for (int number = from; number < to; number++) {
            append(page, number);
            page.endRow(weight);
        }
        return page.build();
    }

    @Test
    void rowsOfABatchAreThereWhenItIsDelivered() throws Exception {
        try (Sink sink = open()) {
            assertThat(sink.lastCommitted()).isZero();
            sink.deliver(1, 7, List.of(rows(0, 3, 1), rows(3, 5, 1)));
            assertThat(stored(sink)).isEqualTo(5);
            assertThat(sink.lastCommitted()).isEqualTo(7);
            long late = 1L << 40;
            sink.deliver(1, late, List.of(rows(5, 6, 1)));
            assertThat(stored(sink)).isEqualTo(6);
            assertThat(sink.lastCommitted()).isEqualTo(late);
        }
    }

    @Test
    void batchThatIsThereIsNotWrittenAgain() throws Exception {
        try (Sink sink = open()) {
            sink.deliver(1, 1, List.of(rows(0, 2, 1)));
            sink.deliver(1, 3, List.of(rows(2, 4, 1)));
            sink.deliver(1, 3, List.of(rows(2, 4, 1)));
            sink.deliver(1, 1, List.of(rows(0, 2, 1)));
            assertThat(stored(sink)).isEqualTo(4);
            assertThat(sink.lastCommitted()).isEqualTo(3);
        }
    }

    @Test
    void rowsAreTakenBackWhereTheSinkCan() throws Exception {
        try (Sink sink = open()) {
            sink.deliver(1, 1, List.of(rows(0, 4, 1)));
            if (capabilities().takesChanges()) {
                sink.deliver(1, 2, List.of(rows(1, 2, -1)));
                assertThat(stored(sink)).isEqualTo(3);
            } else {
                assertThatThrownBy(() -> sink.deliver(1, 2, List.of(rows(4, 5, 1), rows(1, 2, -1))))
                        .isInstanceOf(MillraceException.class);
                assertThat(stored(sink)).isEqualTo(4);
                assertThat(sink.lastCommitted()).isEqualTo(1);
            }
        }
    }

    @Test
    void rowComesAsOftenAsItsWeightSays() throws Exception {
        if (capabilities().upsertByKey()) {
            return;
        }
        try (Sink sink = open()) {
            sink.deliver(1, 1, List.of(rows(0, 2, 3)));
            assertThat(stored(sink)).isEqualTo(6);
        }
    }

    @Test
    void transactionalSinkRemembersAndRefusesAnEarlierEpoch() throws Exception {
        if (!capabilities().transactional()) {
            return;
        }
        try (Sink sink = open()) {
            sink.deliver(2, 5, List.of(rows(0, 2, 1)));
        }
        try (Sink sink = open()) {
            assertThat(sink.lastCommitted()).isEqualTo(5);
            assertThatThrownBy(() -> sink.deliver(1, 6, List.of(rows(2, 3, 1)))).isInstanceOf(MillraceException.class);
            assertThat(stored(sink)).isEqualTo(2);
        }
    }

    @Test
    void sinkCanBeClosedTwice() throws Exception {
        Sink sink = open();
        sink.close();
        sink.close();
    }
}
