package io.millrace.endpoint.wire;

import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * A date, time or timestamp that a client bound as such: what its number counts depends on its own type, not on that of the parameter.
 *
 * @param kind DATE, TIME or TIMESTAMP
 * @param count days since 1970, milliseconds of the day, or milliseconds since 1970
 */
record GivenTime(TypeKind kind, long count) {

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long MILLI_NANOS = 1_000_000L;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** What a client bound: a time where it says that it is one, else its plain value. */
    static Object of(TypedValue bound) {
        Object local = bound.value == null ? null : bound.toLocal();
        if (!(local instanceof Number count)) {
            return local;
        }
        ColumnMetaData.Rep given = bound.type;
        return switch (given) {
            case JAVA_SQL_DATE -> new GivenTime(TypeKind.DATE, count.longValue());
            case JAVA_SQL_TIME -> new GivenTime(TypeKind.TIME, count.longValue());
            case JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE -> new GivenTime(TypeKind.TIMESTAMP, count.longValue());
            default -> local;
        };
    }

    /**
     * What it is in another type: a date begins at midnight, and of a timestamp its day or its time of day is left, as JDBC has it; what
     * is no time takes its text.
     *
     * @throws IllegalArgumentException for a date of a time of day, and the reverse
     */
    Object as(Type type) {
        return switch (type.kind()) {
            case DATE -> kind == TypeKind.TIMESTAMP ? Math.floorDiv(count, DAY_MILLIS) : only(TypeKind.DATE);
            case TIME -> kind == TypeKind.TIMESTAMP ? Math.floorMod(count, DAY_MILLIS) : only(TypeKind.TIME);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                kind == TypeKind.DATE ? Math.multiplyExact(count, DAY_MILLIS) : only(TypeKind.TIMESTAMP);
            default -> text();
        };
    }

    private long only(TypeKind wanted) {
        if (kind != wanted) {
            throw new IllegalArgumentException("a " + kind);
        }
        return count;
    }

    private String text() {
        return switch (kind) {
            case DATE -> DATE.format(LocalDate.ofEpochDay(count));
            case TIME -> TIME.format(LocalTime.ofNanoOfDay(Math.floorMod(count, DAY_MILLIS) * MILLI_NANOS));
            default -> {
                LocalDateTime time = LocalDateTime.ofEpochSecond(
                        Math.floorDiv(count, 1_000L),
                        (int) (Math.floorMod(count, 1_000L) * MILLI_NANOS),
                        ZoneOffset.UTC);
                yield DATE.format(time) + " " + TIME.format(time);
            }
        };
    }

    @Override
    public String toString() {
        return kind + " '" + text() + "'";
    }
}
