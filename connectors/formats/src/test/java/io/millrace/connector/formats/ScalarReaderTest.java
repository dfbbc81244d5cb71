package io.millrace.connector.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a text is a value of a type is decided alike where it is kept and where it is only checked. */
class ScalarReaderTest {

    private static final int TEXTS = 20_000;

    static List<Type> types() {
        return ValueTexts.SCALARS;
    }

    @ParameterizedTest
    @MethodSource("types")
    void checkingRefusesWhatReadingRefuses(Type type) {
        ColumnBuilder column = ColumnBuilder.of(type);
        ScalarReader reading = ScalarReader.of(type, column);
        ScalarReader checking = ScalarReader.checking(type);
        ValueTexts texts = new ValueTexts(new Random(type.sql().hashCode()));
        int good = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = texts.of(type);
            String expected = outcome(reading, text);
            String shown = new String(text, StandardCharsets.ISO_8859_1);
            assertThat(outcome(checking, text))
                    .as("%s of \"%s\"", type.sql(), shown)
                    .isEqualTo(expected);
            good += expected.isEmpty() ? 1 : 0;
        }
        assertThat(column.size()).isEqualTo(good);
        assertThat(good).isBetween(TEXTS / 20, TEXTS - 20);
    }

    /** Why the text is refused; empty when it is not. */
    private static String outcome(ScalarReader reader, byte[] text) {
        byte[] within = Arrays.copyOf(text, text.length + 16);
        Arrays.fill(within, text.length, within.length, (byte) '\n');
        try {
            reader.read(within, 0, text.length);
            return "";
        } catch (BadRecord e) {
            return e.code() + " " + e.getMessage();
        }
    }
}
