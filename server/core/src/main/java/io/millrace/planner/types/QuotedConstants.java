package io.millrace.planner.types;

import io.millrace.engine.codegen.runtime.Encoding;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.NumberText;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.engine.codegen.runtime.TimeText;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.UuidBytes;
import java.nio.charset.StandardCharsets;

/** Text in quotes that stands where a value of another type is wanted. */
public final class QuotedConstants {

    private QuotedConstants() {}

    /**
     * Reads the text as CAST would when the query runs, so that what can only fail then fails at once.
     *
     * @throws EvaluationException when it is no value of the type
     */
    public static void check(String text, Type type) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        int length = data.length;
        switch (type.kind()) {
            case BOOLEAN -> NumberText.bool(data, 0, length);
            case TINYINT -> NumberText.tinyint(data, 0, length);
            case SMALLINT -> NumberText.smallint(data, 0, length);
            case INTEGER -> NumberText.integer(data, 0, length);
            case BIGINT -> NumberText.bigint(data, 0, length);
            case REAL -> NumberText.real(data, 0, length);
            case DOUBLE -> NumberText.floating(data, 0, length);
            case DECIMAL -> checkDecimal(data, (ScalarType) type);
            case UUID -> Encoding.parseUuid(data, 0, length, new TextBuffer(UuidBytes.LENGTH));
            case DATE -> TimeText.date(data, 0, length);
            case TIME -> TimeText.time(data, 0, length);
            case TIMESTAMP -> TimeText.timestamp(data, 0, length, false, Ticks.perMilli(type));
            case TIMESTAMP_LTZ -> TimeText.timestamp(data, 0, length, true, Ticks.perMilli(type));
            case INTERVAL_DAY -> TimeText.dayInterval(data, 0, length);
            case INTERVAL_MONTH -> TimeText.monthInterval(data, 0, length);
            case CHAR, VARCHAR, BINARY, VARBINARY, ARRAY, MULTISET, ROW, MAP, VARIANT -> {
                // any text will do, or Calcite has refused it already
            }
        }
    }

    private static void checkDecimal(byte[] data, ScalarType type) {
        if (type.layout() == Layout.DECIMAL) {
            NumberText.decimal(data, 0, data.length, type.precision(), type.scale());
        } else {
            NumberText.scaled(data, 0, data.length, type.precision(), type.scale());
        }
    }
}
