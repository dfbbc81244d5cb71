package io.millrace.engine.delivery;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import java.util.Optional;

/**
 * How a delivery stands, apart from what waits.
 *
 * @param trouble that has stopped it until somebody lets it go on
 * @param newest the greatest number that was given to a batch
 */
record DeliveryStand(
        boolean suspended,
        Optional<Trouble> trouble,
        long deliveredBatch,
        long deliveredRows,
        long skippedRows,
        long newest) {

    void put(Encoder out) {
        out.putBoolean(suspended);
        out.putBoolean(trouble.isPresent());
        trouble.ifPresent(lasting -> {
            out.putText(lasting.text());
            out.putSigned(lasting.sinceMillis());
        });
        out.putCount(deliveredBatch);
        out.putCount(deliveredRows);
        out.putCount(skippedRows);
        out.putCount(newest);
    }

    static DeliveryStand take(Decoder in) {
        return new DeliveryStand(
                in.takeBoolean(),
                in.takeBoolean() ? Optional.of(new Trouble(in.takeText(), in.takeSigned(), true)) : Optional.empty(),
                in.takeCount(),
                in.takeCount(),
                in.takeCount(),
                in.takeCount());
    }
}
