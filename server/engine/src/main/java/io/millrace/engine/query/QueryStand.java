package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a query stands between two batches, apart from its state and rows.
 *
 * @param whole whether it began with the content of what it reads
 * @param suspendedAt the watermark that others see while it is suspended
 * @param failure why it takes no part any more
 */
record QueryStand(
        boolean whole, QueryProgress progress, OptionalLong suspendedAt, Optional<MillraceException> failure) {

    void put(Encoder out) {
        out.putBoolean(whole);
        progress.put(out);
        out.putBoolean(suspendedAt.isPresent());
        suspendedAt.ifPresent(out::putSigned);
        out.putBoolean(failure.isPresent());
        failure.ifPresent(known -> ErrorCodec.put(known, out));
    }

    static QueryStand take(Decoder in) {
        return new QueryStand(
                in.takeBoolean(),
                QueryProgress.take(in),
                in.takeBoolean() ? OptionalLong.of(in.takeSigned()) : OptionalLong.empty(),
                in.takeBoolean() ? Optional.of(ErrorCodec.take(in)) : Optional.empty());
    }
}
