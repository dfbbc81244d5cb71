package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;

/**
 * How a relation stands in time after a batch.
 *
 * @param watermark epoch milliseconds, {@code Long.MIN_VALUE} when there is none yet
 * @param silent whether others need not wait for it, because none of its partitions counts now
 */
public record InputTime(long watermark, boolean silent) {

    public void put(Encoder out) {
        out.putSigned(watermark);
        out.putBoolean(silent);
    }

    public static InputTime take(Decoder in) {
        return new InputTime(in.takeSigned(), in.takeBoolean());
    }
}
