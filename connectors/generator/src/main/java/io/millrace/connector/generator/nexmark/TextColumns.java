package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.data.BytesColumn;

/** Makes text columns as slices of pools. */
final class TextColumns {

    private static final int CARD_LENGTH = 19;
    private static final int CARD_PLACES = 1 << 13;

    private TextColumns() {}

    /** Chooses the text of a pool for an event. */
    @FunctionalInterface
    interface Choice {
        int of(long event);
    }

    /** Says how long the padding of an event is. */
    @FunctionalInterface
    interface Length {
        int of(long event);
    }

    static OffsetColumn choosing(Pool pool, Choice choice) {
        return (events, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                int index = choice.of(events[i]);
                starts[i] = pool.starts()[index];
                lengths[i] = pool.lengths()[index];
            }
            return new BytesColumn(count, pool.bytes(), starts, lengths, null);
        };
    }

    /** A channel, or its address: half of the bids come through one of the hot ones. */
    static Choice channel(CountedRandom random) {
        int hot = NexmarkTexts.HOT_CHANNELS.size();
        return event -> {
            long bits = random.bits(event);
            int cold = hot + CountedRandom.below(bits, NexmarkTexts.OTHER_CHANNELS);
            return (int) NexmarkNumbers.choose(-(bits & 1), (bits >>> 1) & (hot - 1), cold);
        };
    }

    static Choice uniform(Pool pool, CountedRandom random) {
        int size = pool.size();
        return event -> CountedRandom.below(random.bits(event), size);
    }

    static OffsetColumn creditCard(CountedRandom random) {
        return (events, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                starts[i] = 5 * CountedRandom.below(random.bits(events[i]), CARD_PLACES);
                lengths[i] = CARD_LENGTH;
            }
            return new BytesColumn(count, NexmarkTexts.CARDS, starts, lengths, null);
        };
    }

    /** Words of 3 to {@code longest - 1} letters and blanks, without blanks at either end. */
    static OffsetColumn words(int longest, CountedRandom random) {
        byte[] pool = NexmarkTexts.WORDS;
        return (events, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                long bits = random.bits(events[i]);
                int start = Pool.anywhere(bits);
                int end = start + 3 + CountedRandom.below(bits, longest - 3);
                while (start < end && pool[start] == ' ') {
                    start++;
                }
                while (end > start && pool[end - 1] == ' ') {
                    end--;
                }
                starts[i] = start;
                lengths[i] = end - start;
            }
            return new BytesColumn(count, pool, starts, lengths, null);
        };
    }

    /** Padding that brings an event, whose other fields take {@code size} bytes, to {@code average} bytes on average. */
    static OffsetColumn padding(int average, Length size, CountedRandom random) {
        return (events, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                long bits = random.bits(events[i]);
                int wanted = Math.max(0, average - size.of(events[i]));
                int spread = (wanted + 2) / 5;
                starts[i] = Pool.anywhere(bits);
                lengths[i] = wanted - spread + (spread == 0 ? 0 : CountedRandom.below(bits, 2 * spread));
            }
            return new BytesColumn(count, NexmarkTexts.LETTERS, starts, lengths, null);
        };
    }
}
