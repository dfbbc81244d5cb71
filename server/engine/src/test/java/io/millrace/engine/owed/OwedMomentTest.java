package io.millrace.engine.owed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwedMomentTest {

    private static OwedMoment moment(String query, String source, String stream) {
        PiecePlan then =
                new PiecePlan(7, 70, Map.of(source, List.of()), Map.of(stream, 3L, "z", 4L), Map.of(stream, 7L));
        return new OwedMoment(
                OwedMoment.Kind.BEGUN, query, then, Map.of(stream, new InputTime(5, false)), Optional.empty());
    }

    @Test
    void whatItsQueryReadIsRenamedWithIt() {
        OwedMoment moment = moment("q", "f", "s");
        assertThat(moment.renamed("q", "other")).isEqualTo(moment("other", "f", "s"));
        assertThat(moment.renamed("f", "other")).isEqualTo(moment("q", "other", "s"));
        assertThat(moment.renamed("s", "other")).isEqualTo(moment("q", "f", "other"));
        assertThat(moment.renamed("x", "other")).isEqualTo(moment);
    }

    @Test
    void failureAndWhatFollowsAreReadAsTheyWereWritten() {
        OwedMoment begun = moment("q", "f", "s");
        MillraceException cause = new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "too much");
        Encoder out = new Encoder();
        begun.because(cause).put(out);
        begun.put(out);
        Decoder in = new Decoder(out.array(), 0, out.size(), 0, 1, Decoder.DEFAULT_ALLOWANCE);
        OwedMoment failed = OwedMoment.take(in);
        assertThat(failed.kind()).isEqualTo(OwedMoment.Kind.FAILED);
        assertThat(failed.cause()).hasValueSatisfying(read -> {
            assertThat(read.code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
            assertThat(read.userMessage()).isEqualTo("too much");
        });
        assertThat(OwedMoment.take(in)).isEqualTo(begun);
        in.end();
    }
}
