package io.millrace.spi.connector.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final List<Option> DECLARED = List.of(
            Option.required("path", Kind.STRING, "where it is"),
            Option.withDefault("interval", Kind.DURATION, "5 s", "how often"),
            Option.optional("rows", Kind.INTEGER, "how many"),
            Option.optional("size", Kind.BYTES, "how large"),
            Option.optional("follow", Kind.BOOLEAN, "whether it grows"),
            Option.prefix("fields.", Kind.STRING, "rules of columns"));

    private static Options check(Map<String, String> given) {
        return Options.check("connector 'x'", DECLARED, given);
    }

    @Test
    void defaultsStandInForWhatIsNotGiven() {
        Options options = check(Map.of("path", "a"));
        assertThat(options.duration("interval")).contains(Duration.ofSeconds(5));
        assertThat(options.integer("rows")).isEmpty();
        assertThat(options.bool("follow")).isFalse();
    }

    @Test
    void namesAreTakenWithoutRegardToCase() {
        assertThat(check(Map.of("PATH", "a", "Rows", "1_000")).integer("rows")).contains(1_000L);
    }

    @Test
    void optionsWithACommonBeginningAreFoundByTheRestOfTheirNames() {
        Options options = check(Map.of("path", "a", "fields.Id.kind", "random", "fields.id.min", "1"));
        assertThat(options.withPrefix("fields."))
                .containsOnly(Map.entry("id.kind", "random"), Map.entry("id.min", "1"));
    }

    @Test
    void unknownNameIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> check(Map.of("path", "a", "intervall", "1s")))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_UNKNOWN))
                .hasMessage("connector 'x' has no option 'intervall'; did you mean 'interval'?");
    }

    @Test
    void missingOptionIsNamedWithItsMeaning() {
        assertThatThrownBy(() -> check(Map.of())).hasMessage("connector 'x' needs the option 'path': where it is");
    }

    @ParameterizedTest
    @CsvSource({"rows,many", "interval,soon", "interval,5 parsecs", "size,big", "follow,maybe"})
    void malformedValueIsRefused(String name, String value) {
        assertThatThrownBy(() -> check(Map.of("path", "a", name, value)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_INVALID))
                .hasMessageContaining("option '" + name + "' is '" + value + "', but must be");
    }

    @Test
    void quantitiesHaveUnits() {
        Options options = check(Map.of("path", "a", "size", "1.5 MiB", "interval", "250ms"));
        assertThat(options.bytes("size")).contains(1_572_864L);
        assertThat(options.duration("interval")).contains(Duration.ofMillis(250));
    }
}
