package io.millrace.endpoint.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import org.junit.jupiter.api.Test;

class ErrorAnswersTest {

    @Test
    void bugThatTheSessionHasNamedKeepsItsId() {
        MillraceException named = new MillraceException(
                ErrorCode.INTERNAL_ERROR, "internal error 12ab34cd; the server's log has the details");
        assertThat(ErrorAnswers.translate(named)).hasMessage(named.getMessage());
    }

    @Test
    void bugThatNobodyHasNamedGetsAnIdAndKeepsItsSecrets() {
        ClientError unnamed = ErrorAnswers.translate(new IllegalStateException("secret"));
        assertThat(unnamed.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(unnamed.getMessage())
                .matches("internal error [0-9a-f]{8};.*")
                .doesNotContain("secret");
        ClientError engine = ErrorAnswers.translate(
                new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", new IllegalStateException("secret")));
        assertThat(engine.getMessage()).matches("internal error [0-9a-f]{8};.*");
    }
}
