package io.millrace.spi.connector;

import io.millrace.spi.connector.progress.SourceBacklog;
import java.util.List;
import java.util.Map;

/**
 * A source whose ranges can be read again: files, topics, generators.
 *
 * <p>It finds out what there is to read; reading is the business of its {@link ReaderFactory}, which runs elsewhere at the same time.
 * {@link #poll}, {@link #partitions}, {@link #exhausted} and {@link #release} are called one at a time, by a thread
 * of the server that is there for inputs: they may do I/O, must return promptly whether or not there is anything new, and end soon when
 * their thread is interrupted. {@link #close} may come from any thread meanwhile.
 *
 * <p>After a crash the server asks for recorded ranges again, and polls from the offsets that it has recorded.
 */
public non-sealed interface ReplayableSource extends ConnectorSource {

    /** What opens the splits of this source; the same as {@link Connector#readers} makes of its definition. */
    ReaderFactory readers();

    /**
     * What was read of the source before the server was restarted; called before the source is asked for anything, and perhaps again with
     * greater offsets. A source whose partitions may have gone elsewhere since, or have others in their places, finds them by it.
     *
     * @param offsets where each partition was read up to
     */
    default void recall(Map<String, Offset> offsets) {}

    /**
     * What can be read now, beyond the given offsets.
     *
     * @param offsets where each known partition was read up to; a partition that is missing starts at its beginning
     * @return splits that begin at those offsets (several consecutive ones where a large range is cut for parallel reading);
     *     empty when there is nothing new. Never waits for input.
     * @throws io.millrace.spi.error.MillraceException when nothing can be said of any partition; what concerns some partitions only does
     *     not stop the others and is one of the {@link #problems}
     */
    List<Split> poll(Map<String, Offset> offsets, Admission limits);

    /**
     * How the partitions stand, read up to the given offsets; those that are left out count as open. A pending partition holds the
     * watermark of its stream back however long it is silent, an ended one never.
     */
    default Map<String, PartitionState> partitions(Map<String, Offset> offsets) {
        return Map.of();
    }

    /**
     * What stands in the way of partitions, by partition, in the user's words, as the newest {@link #poll} found it. The source tries
     * again by itself; a problem is no longer named when it is over. May be called by any thread, at any time.
     */
    default Map<String, String> problems() {
        return Map.of();
    }

    /**
     * The partitions whose rows were there and cannot be read any more, with what became of them in the user's words, as the newest
     * {@link #poll} found it: {@link #poll} does not give them out again, and readers answer SOURCE_GONE. May be called by any thread,
     * at any time.
     */
    default Map<String, String> gone() {
        return Map.of();
    }

    /** What there is beyond these offsets, as the newest {@link #poll} found it; called after it, and promptly answered. */
    default SourceBacklog backlog(Map<String, Offset> offsets) {
        return SourceBacklog.UNKNOWN;
    }

    /** Whether {@link Split#extent} counts bytes. */
    default boolean extentsAreBytes() {
        return false;
    }

    /** Whether, read up to these offsets, the source will never have more: a file that is not followed, at its end. */
    boolean exhausted(Map<String, Offset> offsets);

    /**
     * Whether the source has more than can ever be read (an unlimited generator without an end), so that waiting for its end
     * makes no sense.
     */
    boolean endless();

    /** Registers what the source calls, from any thread, when new input may be there; a hint, the server polls anyway. */
    void onInput(Runnable signal);

    /**
     * What comes before these offsets is not asked for again, not even after a crash: the source may acknowledge and forget it.
     *
     * <p>Called for the source of a table, whose rows the server has then stored in all checkpoints that a recovery could begin with. The
     * rows of a stream stay with its source, because any later query may read them from the start.
     *
     * @param committed by partition; never retreats. Partitions that are left out keep what they have.
     */
    default void release(Map<String, Offset> committed) {}

    /**
     * The position of the first row at or after an offset, in the count that rows are given by {@link Connector#positionKey} and rejected
     * records are reported with.
     */
    default long position(Offset offset) {
        return offset.asLong();
    }

    /** An offset as users read it. */
    default String text(Offset offset) {
        return offset.toString();
    }
}
