package io.millrace.engine.owed;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What happened between two batches to a query that cannot do it again before a source is there.
 *
 * @param query its name
 * @param then when it was, and how far each relation was that the query reads: for a piece up to where it read, else up to where sources
 *     were read and kept streams had rows
 * @param times how what the query reads stood in time; of a piece, once it is known that it was run to its end
 * @param given by a piece that was run to its end
 * @param cause of a failure
 */
public record OwedMoment(
        Kind kind,
        String query,
        PiecePlan then,
        Map<String, InputTime> times,
        Optional<Given> given,
        Optional<MillraceException> cause)
        implements OwedItem {

    /** What happened; the order is part of the format of checkpoints. */
    public enum Kind {
        /** It was defined, and began with what there was. */
        BEGUN,
        /** Somebody took it out of the batches. */
        SUSPENDED,
        /** It had caught up after that, and took part again. */
        RESUMED,
        /** Its sink took no more for a while. */
        PAUSED,
        /** It ran a piece of what it had to catch up with. */
        PIECE,
        /** It had caught up, and took part from the next batch on. */
        JOINED,
        /** It failed. */
        FAILED,
        /** It had failed, was computed again, and took part again. */
        AGAIN
    }

    private static final long OVERHEAD = 512;

    /** The first version of the facts of checkpoints in which digests say their form. */
    private static final int FIRST_WITH_FORM = 3;

    public OwedMoment {
        times = new TreeMap<>(times);
    }

    /** Anything but a failure. */
    public OwedMoment(Kind kind, String query, PiecePlan then, Map<String, InputTime> times, Optional<Given> given) {
        this(kind, query, then, times, given, Optional.empty());
    }

    /** The same as a failure. */
    public OwedMoment because(MillraceException failure) {
        return new OwedMoment(Kind.FAILED, query, then, times, given, Optional.of(failure));
    }

    /** The same piece, once it was run to its end. */
    public OwedMoment done(Map<String, InputTime> reached, Given gave) {
        return new OwedMoment(kind, query, then, reached, Optional.of(gave));
    }

    /** Whether this is a piece of the query of which it is not known that it was run to its end. */
    public boolean isOpenPieceOf(String name) {
        return kind == Kind.PIECE && query.equals(name) && given.isEmpty();
    }

    @Override
    public long bytes() {
        return OVERHEAD;
    }

    @Override
    public Set<String> sources() {
        boolean reads = kind == Kind.BEGUN
                || kind == Kind.RESUMED
                || kind == Kind.AGAIN
                || (kind == Kind.PIECE && given.isPresent());
        return reads
                ? then.splits().entrySet().stream()
                        .filter(read -> !read.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public OwedMoment without(String relation) {
        return this;
    }

    @Override
    public OwedMoment reshaped(String relation, RowType rowType, UnaryOperator<Page> rows) {
        return this;
    }

    @Override
    public OwedMoment renamed(String name, String other) {
        PiecePlan same = new PiecePlan(
                then.batch(),
                then.timestamp(),
                OwedItem.renamed(then.splits(), name, other),
                OwedItem.renamed(then.sequences(), name, other),
                OwedItem.renamed(then.batches(), name, other));
        return new OwedMoment(
                kind, query.equals(name) ? other : query, same, OwedItem.renamed(times, name, other), given, cause);
    }

    public void put(Encoder out) {
        out.putByte(kind.ordinal());
        out.putText(query);
        then.put(out);
        MapCodec.put(times, out, time -> time.put(out));
        out.putBoolean(given.isPresent());
        given.ifPresent(rows -> rows.put(out));
        cause.ifPresent(failure -> ErrorCodec.put(failure, out));
    }

    public static OwedMoment take(Decoder in) {
        int code = in.takeByte();
        if (code < 0 || code >= Kind.values().length) {
            throw in.damaged("an unknown kind of moment");
        }
        OwedMoment moment = new OwedMoment(
                Kind.values()[code],
                in.takeText(),
                PiecePlan.take(in),
                MapCodec.take(in, () -> InputTime.take(in)),
                in.takeBoolean() ? Optional.of(Given.take(in, in.version() >= FIRST_WITH_FORM)) : Optional.empty());
        return moment.kind() == Kind.FAILED ? moment.because(ErrorCodec.take(in)) : moment;
    }
}
