package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.data.LongColumn;

/** Makes the numbers of bids: 46 of 50 events, so each column has a loop of its own that the compiler can inline. */
final class BidNumbers {

    private BidNumbers() {}

    static OffsetColumn auction(CountedRandom random) {
        return (events, count) -> {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = NexmarkNumbers.auction(events[i], random.bits(events[i]));
            }
            return new LongColumn(count, values, null);
        };
    }

    static OffsetColumn bidder(CountedRandom random) {
        return (events, count) -> {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = NexmarkNumbers.bidder(events[i], random.bits(events[i]));
            }
            return new LongColumn(count, values, null);
        };
    }

    static OffsetColumn price(CountedRandom random) {
        return (events, count) -> {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = NexmarkNumbers.price(random.bits(events[i]));
            }
            return new LongColumn(count, values, null);
        };
    }
}
