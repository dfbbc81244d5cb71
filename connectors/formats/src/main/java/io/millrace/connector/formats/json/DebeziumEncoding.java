package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.List;

/**
 * How Debezium writes values: as Kafka Connect does, where days and times are numbers.
 *
 * @param precise whether a string in a DECIMAL column is the Base64 of its unscaled digits
 * @param timestamps what a number in a TIMESTAMP column counts
 * @param times what a number in a TIME column counts
 */
record DebeziumEncoding(boolean precise, TimeUnit timestamps, TimeUnit times) implements ValueEncoding {

    /** What a number counts. */
    enum TimeUnit {
        MILLIS(1),
        MICROS(1_000),
        NANOS(1_000_000);

        private final long inMillis;

        TimeUnit(long inMillis) {
            this.inMillis = inMillis;
        }

        /** How many of them are a millisecond. */
        long perMilli() {
            return inMillis;
        }

        long toMillis(long count) {
            return Math.floorDiv(count, inMillis);
        }
    }

    private static final String DECIMALS = "decimal.handling";
    private static final String TIMESTAMPS = "timestamp.unit";
    private static final String TIMES = "time.unit";
    private static final String PRECISE = "precise";
    private static final String MILLIS = "millis";

    static List<Option> options() {
        return List.of(
                Option.withDefault(
                        DECIMALS,
                        Kind.STRING,
                        PRECISE,
                        "what a string is in a DECIMAL column: 'precise', its digits in Base64, or 'string', its text"),
                Option.withDefault(
                        TIMESTAMPS,
                        Kind.STRING,
                        MILLIS,
                        "what a number counts in a TIMESTAMP column: 'millis', 'micros' or 'nanos'"),
                Option.withDefault(
                        TIMES,
                        Kind.STRING,
                        MILLIS,
                        "what a number counts in a TIME column: 'millis', 'micros' or 'nanos'"));
    }

    static DebeziumEncoding of(Options options) {
        String decimals = options.string(DECIMALS).orElse(PRECISE);
        if (!decimals.equals(PRECISE) && !decimals.equals("string")) {
            throw invalid(DECIMALS, decimals, "'precise' or 'string'");
        }
        return new DebeziumEncoding(decimals.equals(PRECISE), unit(options, TIMESTAMPS), unit(options, TIMES));
    }

    private static TimeUnit unit(Options options, String name) {
        String given = options.string(name).orElse(MILLIS);
        return Arrays.stream(TimeUnit.values())
                .filter(unit -> unit.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> invalid(name, given, "'millis', 'micros' or 'nanos'"));
    }

    private static MillraceException invalid(String option, String given, String remedy) {
        return new MillraceException(
                ErrorCode.OPTION_INVALID, "option '" + option + "' is '" + given + "', but must be " + remedy);
    }

    @Override
    public ValueReader scalar(Type type, ColumnBuilder column, EscapedText escaped) {
        ValueReader plain = PLAIN.scalar(type, column, escaped);
        return switch (type.kind()) {
            case DECIMAL -> new DebeziumDecimal((ScalarType) type, column, precise, escaped, plain);
            case DATE, TIME -> new DebeziumTime((ScalarType) type, column, times, TIMES, plain);
            case TIMESTAMP, TIMESTAMP_LTZ -> new DebeziumTime((ScalarType) type, column, timestamps, TIMESTAMPS, plain);
            case BOOLEAN -> new DebeziumBoolean((BooleanColumnBuilder) column, plain);
            case CHAR, VARCHAR -> new DebeziumText(plain);
            case VARIANT -> new DebeziumJson(escaped, plain);
            case TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    BINARY,
                    VARBINARY,
                    UUID,
                    INTERVAL_MONTH,
                    INTERVAL_DAY -> plain;
            case ARRAY, MULTISET, ROW, MAP -> throw new IllegalStateException(type + " is not a scalar type");
        };
    }
}
