package io.millrace.spi.connector;

import java.util.List;
import java.util.Map;

/**
 * A source whose ranges can be read again: files, topics, generators.
 *
 * <p>The driver's thread calls {@link #poll}, {@link #exhausted} and {@link #close}; partition threads call {@link #open},
 * several at a time. After a crash the server asks for recorded ranges again.
 */
public non-sealed interface ReplayableSource extends Source {

    /**
     * What can be read now, beyond the given offsets.
     *
     * @param offsets where each known partition was read up to; a partition that is missing starts at its beginning
     * @return splits that begin at those offsets (several consecutive ones where a large range is cut for parallel reading);
     *     empty when there is nothing new. Never blocks for input.
     */
    List<Split> poll(Map<String, Long> offsets, Admission limits);

    /**
     * How the partitions stand, read up to the given offsets; those that are left out count as open. A pending partition holds the
     * watermark of its stream back however long it is silent, an ended one never.
     */
    default Map<String, PartitionState> partitions(Map<String, Long> offsets) {
        return Map.of();
    }

    /** Whether, read up to these offsets, the source will never have more: a file that is not followed, at its end. */
    boolean exhausted(Map<String, Long> offsets);

    /**
     * Whether the source has more than can ever be read (an unlimited generator without an end), so that waiting for its end
     * makes no sense.
     */
    boolean endless();

    /** Registers what the source calls, from any thread, when new input may be there; a hint, the driver polls anyway. */
    void onInput(Runnable signal);

    /**
     * Opens a split.
     *
     * @param columns indexes into {@link SourceDefinition#columns()} of the columns to deliver, in this order; the others are
     *     not decoded
     * @param rejected takes the records that cannot be read; called on the reader's thread
     */
    SplitReader open(Split split, int[] columns, RejectedRows rejected);
}
