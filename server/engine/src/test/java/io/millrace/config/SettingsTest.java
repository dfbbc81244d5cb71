package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everyDefaultIsWithinItsBounds(Setting setting) {
        assertThat(setting.kind().accepts(setting.defaultValue())).isTrue();
        assertThat(Setting.of(setting.key())).isSameAs(setting);
        assertThat(setting.description()).isNotBlank();
    }

    @Test
    void laterValuesWin() {
        Settings settings = Settings.parse(List.of("port=1", "batch.interval = 200 ms", "port=9000"));
        assertThat(settings.number(Setting.PORT)).isEqualTo(9000);
        assertThat(settings.duration(Setting.BATCH_INTERVAL)).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.number(Setting.BATCH_BYTES)).isEqualTo(32L << 20);
    }

    @Test
    void unknownKeyNamesTheNearest() {
        assertError("batch.intervall=1", ErrorCode.SETTING_UNKNOWN, "did you mean 'batch.interval'?");
        assertError("frobnicate=1", ErrorCode.SETTING_UNKNOWN, "SHOW SETTINGS lists all");
    }

    @Test
    void valueOutOfBoundsSaysTheBounds() {
        assertError("port=70000", ErrorCode.SETTING_INVALID, "a whole number from 0 to 65535");
        assertError("port=many", ErrorCode.SETTING_INVALID, "'many'");
        assertError("batch.interval=2 weeks", ErrorCode.SETTING_INVALID, "a duration such as '200 ms'");
        assertError("batch.bytes=1 KiB", ErrorCode.SETTING_INVALID, "from 4 KiB");
        assertError("backfill=perhaps", ErrorCode.SETTING_INVALID, "one of on, none");
        assertError("port", ErrorCode.SETTING_INVALID, "write port=value");
    }

    @Test
    void partitionsDefaultToTheCores() {
        assertThat(Settings.defaults().partitions())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(Settings.defaults().with("partitions", "4").partitions()).isEqualTo(4);
    }

    private static void assertError(String entry, ErrorCode code, String text) {
        assertThatThrownBy(() -> Settings.parse(List.of(entry)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
