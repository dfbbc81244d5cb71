package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a query stands between two batches, apart from its state and rows.
 *
 * @param whole whether it began with the content of what it reads
 * @param ran whether it has run in any batch
 * @param wakesAt when it has to run although no input comes
 * @param watermark of its rows
 * @param suspendedAt the watermark that others see while it is suspended
 * @param failure why it takes no part any more
 */
record QueryStand(
        boolean whole,
        boolean ran,
        long wakesAt,
        long watermark,
        QueryCounts counts,
        OptionalLong suspendedAt,
        Optional<MillraceException> failure) {

    void put(Encoder out) {
        out.putBoolean(whole);
        out.putBoolean(ran);
        out.putSigned(wakesAt);
        out.putSigned(watermark);
        counts.put(out);
        out.putBoolean(suspendedAt.isPresent());
        suspendedAt.ifPresent(out::putSigned);
        out.putBoolean(failure.isPresent());
        failure.ifPresent(known -> {
            out.putText(known.code().name());
            out.putText(known.userMessage());
        });
    }

    static QueryStand take(Decoder in) {
        return new QueryStand(
                in.takeBoolean(),
                in.takeBoolean(),
                in.takeSigned(),
                in.takeSigned(),
                QueryCounts.take(in),
                in.takeBoolean() ? OptionalLong.of(in.takeSigned()) : OptionalLong.empty(),
                in.takeBoolean() ? Optional.of(takeFailure(in)) : Optional.empty());
    }

    private static MillraceException takeFailure(Decoder in) {
        String code = in.takeText();
        String text = in.takeText();
        for (ErrorCode known : ErrorCode.values()) {
            if (known.name().equals(code)) {
                return new MillraceException(known, text);
            }
        }
        throw in.damaged("there is no error " + code);
    }

    /** A failure as it is kept. */
    static MillraceException lasting(Throwable failure) {
        return failure instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", failure);
    }
}
