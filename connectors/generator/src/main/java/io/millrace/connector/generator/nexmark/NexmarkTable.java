package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.OffsetColumn;
import io.millrace.connector.generator.nexmark.NexmarkColumns.Made;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which events of the timeline are rows, and the columns they have. */
enum NexmarkTable {
    PERSON(0, NexmarkTimeline.PEOPLE) {
        @Override
        List<Made> columns(NexmarkTimeline timeline, long seed) {
            return NexmarkColumns.person(timeline, seed);
        }
    },
    AUCTION(NexmarkTimeline.PEOPLE, NexmarkTimeline.FIRST_BID) {
        @Override
        List<Made> columns(NexmarkTimeline timeline, long seed) {
            return NexmarkColumns.auction(timeline, seed);
        }
    },
    BID(NexmarkTimeline.FIRST_BID, NexmarkTimeline.CYCLE) {
        @Override
        List<Made> columns(NexmarkTimeline timeline, long seed) {
            return NexmarkColumns.bid(timeline, seed);
        }
    },
    /** All events: {@code event_type} 0, 1, 2, then the columns of each kind with its name before theirs. */
    EVENT(0, NexmarkTimeline.CYCLE) {
        @Override
        List<Made> columns(NexmarkTimeline timeline, long seed) {
            List<Made> columns = new ArrayList<>();
            columns.add(new Made(new Field("event_type", Type.INTEGER, false), NexmarkTable::eventTypes));
            columns.add(new Made(new Field("dateTime", Type.TIMESTAMP, false), NexmarkColumns.times(timeline)));
            for (NexmarkTable table : List.of(PERSON, AUCTION, BID)) {
                for (Made made : table.columns(timeline, seed)) {
                    if (!made.field().name().equals("dateTime")) {
                        columns.add(table.widened(made));
                    }
                }
            }
            return columns;
        }
    };

    private final int first;
    private final int end;

    NexmarkTable(int first, int end) {
        this.first = first;
        this.end = end;
    }

    abstract List<Made> columns(NexmarkTimeline timeline, long seed);

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int rowsPerCycle() {
        return end - first;
    }

    private boolean holds(long event) {
        long place = event % NexmarkTimeline.CYCLE;
        return place >= first && place < end;
    }

    /** Collects the events of {@code [start, stop)} that are rows of this table, until {@code events} is full. */
    int collect(long start, long stop, long[] events) {
        long cycle = start - start % NexmarkTimeline.CYCLE;
        int count = 0;
        while (cycle + first < stop && count < events.length) {
            long from = Math.max(start, cycle + first);
            long to = Math.min(stop, cycle + end);
            for (long event = from; event < to && count < events.length; event++) {
                events[count++] = event;
            }
            cycle += NexmarkTimeline.CYCLE;
        }
        return count;
    }

    private static Column eventTypes(long[] events, int count) {
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            types[i] = PERSON.holds(events[i]) ? 0 : AUCTION.holds(events[i]) ? 1 : 2;
        }
        return new IntColumn(count, types, null);
    }

    /** The column as one of all events: NULL where the event is of another kind. */
    private Made widened(Made made) {
        String name = text() + "_" + made.field().name();
        return new Made(new Field(name, made.field().type(), true), spread(made));
    }

    private OffsetColumn spread(Made made) {
        return (events, count) -> {
            long[] mine = new long[count];
            int rows = 0;
            for (int i = 0; i < count; i++) {
                if (holds(events[i])) {
                    mine[rows++] = events[i];
                }
            }
            Column dense = made.column().make(mine, rows);
            ColumnBuilder builder = ColumnBuilder.of(made.field().type());
            int row = 0;
            for (int i = 0; i < count; i++) {
                if (!holds(events[i])) {
                    builder.appendNull();
                } else if (dense instanceof BytesColumn texts) {
                    ((BytesColumnBuilder) builder).appendSlice(texts.data(), texts.starts()[row], texts.lengths()[row]);
                    row++;
                } else {
                    builder.appendFrom(dense, row++);
                }
            }
            return builder.build();
        };
    }
}
