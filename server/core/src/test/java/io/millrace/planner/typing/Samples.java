package io.millrace.planner.typing;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Types for the holes of templates, and values of types: the ends of their ranges, what is known to be trouble, and any. */
final class Samples {

    static final Type CHAR_3 = new ScalarType(TypeKind.CHAR, 3, 0);
    static final Type NUMBERS = new ArrayType(Type.INTEGER, true);
    private static final Type TEXTS = new ArrayType(Type.VARCHAR, true);
    private static final List<Type> INTEGERS = List.of(Type.TINYINT, Type.SMALLINT, Type.INTEGER, Type.BIGINT);
    private static final List<Type> DECIMALS = List.of(
            Type.decimal(5, 2),
            Type.decimal(18, 4),
            Type.decimal(18, 18),
            Type.decimal(20, 0),
            Type.decimal(38, 10),
            Type.decimal(38, 38));
    private static final List<Type> FLOATS = List.of(Type.REAL, Type.DOUBLE);
    private static final List<Type> TEXT = List.of(Type.VARCHAR, Type.varchar(3), CHAR_3);
    private static final List<Type> BINARY =
            List.of(Type.VARBINARY, new ScalarType(TypeKind.VARBINARY, 2, 0), new ScalarType(TypeKind.BINARY, 2, 0));
    private static final List<Type> STAMPS = List.of(Type.TIMESTAMP, new ScalarType(TypeKind.TIMESTAMP, 0, 0));
    private static final List<Type> TIMES = List.of(Type.TIME, new ScalarType(TypeKind.TIME, 0, 0));
    private static final List<Type> ZONED = List.of(Type.TIMESTAMP_LTZ);

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "Ab",
            " a ",
            "b",
            "é",
            "😀",
            "é😀x",
            "aXbXc",
            "%",
            "a_",
            "\\",
            "1",
            "-1",
            "+7",
            "1.5",
            "0.05",
            "1e3",
            "true",
            "f",
            "NaN",
            "Infinity",
            "ß",
            "İ",
            "ǆ",
            "e\u0301",
            "2024-02-29",
            "2023-02-29",
            "12:34:56.789",
            "2024-03-31 02:30:00",
            "9999-12-31 23:59:59.999",
            "https://a.b:80/c?k=v#f",
            "YWJj",
            "a,b,,c",
            "null",
            "abcabcabcabcabcabcabcabcabcabcabcabcabcabc",
            "999999999999999999999999999999999999999",
            " 12 ",
            "x".repeat(200));
    private static final List<String> PATTERNS =
            List.of("%", "a%", "_b", "%X%", "", "\\%", "a\\_", "é_", "%😀%", "[a-c]%", "(a|b)%", "\\");
    private static final List<String> REGEXES =
            List.of("a", "(a)(b)?", "^.$", "[", "(?i)AB", "", "(x)|a", "\\d+", ".*", "(", "é|😀", "(?<n>a)");
    private static final List<String> JSON = List.of(
            "{\"a\": \"x\", \"b\": [1, 2.5, null]}",
            "{\"a\": 1}",
            "{\"a\": 12345678901}",
            "{\"a\": 1.5}",
            "{\"a\": null}",
            "[]",
            "3",
            "\"é😀\"",
            "",
            "{",
            "null",
            "true",
            "{\"a\": {\"b\": 2}}");
    private static final List<String> FORMATS = List.of(
            "yyyy-MM-dd", "HH:mm:ss.SSS", "EEE d MMM yy", "'x'", "", "QQQQ", "dd.MM.yyyy HH:mm", "yyyy-MM-dd HH:mm:ss");
    private static final List<Integer> COUNTS = List.of(
            0, 1, 2, 3, 5, -1, -2, 40, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1, 1_000_000_000);
    private static final List<LocalDate> DATES = List.of(
            LocalDate.of(1970, 1, 1),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2023, 12, 31),
            LocalDate.of(2021, 1, 3),
            LocalDate.of(1900, 2, 28),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDate.of(1969, 12, 31),
            LocalDate.of(1582, 10, 10),
            LocalDate.of(2024, 3, 31));
    private static final List<LocalTime> CLOCK = List.of(
            LocalTime.of(0, 0),
            LocalTime.of(23, 59, 59, 999_000_000),
            LocalTime.of(12, 34, 56, 789_000_000),
            LocalTime.of(2, 30),
            LocalTime.of(0, 0, 0, 1_000_000));

    private final Random random;

    Samples(Random random) {
        this.random = random;
    }

    /** The types that can fill a hole. */
    static List<Type> types(String hole) {
        return switch (hole) {
            case "bool" -> List.of(Type.BOOLEAN);
            case "integer" -> INTEGERS;
            case "count", "few" -> List.of(Type.INTEGER);
            case "long" -> List.of(Type.BIGINT);
            case "decimal" -> DECIMALS;
            case "exact" -> concat(INTEGERS, DECIMALS);
            case "float" -> FLOATS;
            case "number" -> concat(INTEGERS, DECIMALS, FLOATS);
            case "text" -> TEXT;
            case "like", "regex", "json", "format" -> List.of(Type.VARCHAR);
            case "binary" -> BINARY;
            case "bytes" -> concat(TEXT, BINARY);
            case "date" -> List.of(Type.DATE);
            case "time" -> TIMES;
            case "stamp" -> STAMPS;
            case "zoned" -> ZONED;
            case "datetime" -> concat(STAMPS, List.of(Type.DATE), ZONED);
            case "temporal" -> concat(STAMPS, List.of(Type.DATE), TIMES, ZONED);
            case "months" -> List.of(Type.INTERVAL_MONTH);
            case "span" -> List.of(Type.INTERVAL_DAY);
            case "interval" -> List.of(Type.INTERVAL_MONTH, Type.INTERVAL_DAY);
            case "numbers" -> List.of(NUMBERS);
            case "array" -> List.of(NUMBERS, TEXTS);
            default -> throw new IllegalArgumentException("no types for {" + hole + "}");
        };
    }

    /** Kinds of types whose values can be compared with each other. */
    static List<String> families() {
        return List.of(
                "bool", "number", "exact", "text", "binary", "date", "time", "stamp", "zoned", "datetime", "interval");
    }

    /** Every type. */
    static List<Type> all() {
        return concat(
                List.of(Type.BOOLEAN),
                INTEGERS,
                DECIMALS,
                FLOATS,
                TEXT,
                BINARY,
                List.of(Type.DATE),
                TIMES,
                STAMPS,
                ZONED,
                List.of(Type.INTERVAL_MONTH, Type.INTERVAL_DAY, NUMBERS, TEXTS));
    }

    @SafeVarargs
    private static List<Type> concat(List<Type>... lists) {
        List<Type> all = new ArrayList<>();
        for (List<Type> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    static Value nullOf(Type type) {
        return new Value(null, "CAST(NULL AS " + sql(type) + ")");
    }

    static String sql(Type type) {
        return switch (type.kind()) {
            case INTERVAL_MONTH -> "INTERVAL MONTH";
            case INTERVAL_DAY -> "INTERVAL SECOND";
            case TIME -> "TIME(" + ((ScalarType) type).precision() + ")";
            default -> type.sql();
        };
    }

    private <E> E any(List<E> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A value that is not null. */
    Value value(String hole, Type type) {
        return switch (hole) {
            case "count" -> number(BigDecimal.valueOf(any(COUNTS)), type);
            case "few" -> number(BigDecimal.valueOf(any(COUNTS.subList(0, 5))), type);
            case "like" -> text(random.nextInt(3) == 0 ? any(WORDS) : any(PATTERNS), type);
            case "regex" -> text(any(REGEXES), type);
            case "json" -> text(any(JSON), type);
            case "format" -> text(any(FORMATS), type);
            default -> value(type);
        };
    }

    private Value value(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean() ? new Value(true, "TRUE") : new Value(false, "FALSE");
            case TINYINT -> whole(8, type);
            case SMALLINT -> whole(16, type);
            case INTEGER -> whole(32, type);
            case BIGINT -> whole(64, type);
            case DECIMAL -> number(decimal((ScalarType) type), type);
            case REAL, DOUBLE -> floating(type);
            case CHAR, VARCHAR -> text(any(WORDS), type);
            case UUID, VARIANT -> throw new IllegalStateException("there are no samples of " + type.sql());
            case BINARY, VARBINARY -> binary((ScalarType) type);
            case DATE -> date(any(DATES));
            case TIME -> time((ScalarType) type);
            case TIMESTAMP, TIMESTAMP_LTZ -> stamp((ScalarType) type);
            case INTERVAL_MONTH -> {
                int months = any(List.of(0, 1, -1, 12, 13, -25, 1200, 99_999_999));
                yield new Value(months, "INTERVAL " + (months < 0 ? "-" : "") + "'" + Math.abs(months) + "' MONTH(9)");
            }
            case INTERVAL_DAY -> {
                long seconds = any(List.of(0L, 1L, -1L, 86_400L, -3_601L, 999_999_999L, 2_678_400L));
                yield new Value(
                        seconds * 1000,
                        "INTERVAL " + (seconds < 0 ? "-" : "") + "'" + Math.abs(seconds) + "' SECOND(9)");
            }
            case ARRAY, MULTISET -> array((ArrayType) type);
            case ROW, MAP -> throw new IllegalStateException("there are no samples of " + type.sql());
        };
    }

    private Value whole(int bits, Type type) {
        BigInteger power = BigInteger.ONE.shiftLeft(bits - 1);
        BigInteger value = switch (random.nextInt(8)) {
            case 0 -> power.negate();
            case 1 -> power.subtract(BigInteger.ONE);
            case 2 -> power.negate().add(BigInteger.ONE);
            case 3 -> new BigInteger(bits, random).subtract(power);
            default -> BigInteger.valueOf(random.nextInt(13) - 4);
        };
        return number(new BigDecimal(value), type);
    }

    private BigDecimal decimal(ScalarType type) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger unscaled = switch (random.nextInt(7)) {
            case 0 -> most;
            case 1 -> most.negate();
            case 2 -> BigInteger.ZERO;
            case 3 -> new BigInteger(most.bitLength() + 8, random).mod(most).multiply(sign());
            case 4 ->
                BigInteger.TEN.pow(Math.min(type.scale(), type.precision() - 1)).multiply(sign());
            default -> BigInteger.valueOf(random.nextInt(2_000) - 1_000).mod(most);
        };
        return new BigDecimal(unscaled, type.scale());
    }

    private BigInteger sign() {
        return random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate();
    }

    private static Value number(BigDecimal value, Type type) {
        Object boxed = switch (type.kind()) {
            case DECIMAL -> value;
            case BIGINT -> value.longValueExact();
            default -> value.intValueExact();
        };
        return new Value(boxed, "CAST(" + value.toPlainString() + " AS " + sql(type) + ")");
    }

    private Value floating(Type type) {
        double value = switch (random.nextInt(16)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> 0.0;
            case 5 -> type.kind() == TypeKind.REAL ? Float.MAX_VALUE : Double.MAX_VALUE;
            case 6 -> type.kind() == TypeKind.REAL ? Float.MIN_VALUE : Double.MIN_VALUE;
            case 7 -> 0.1f;
            case 8 -> 2.5;
            case 9 -> -2.5;
            case 10 -> (float) (random.nextGaussian() * 1e6);
            default -> random.nextInt(9) - 3;
        };
        String text = type.kind() == TypeKind.REAL ? Float.toString((float) value) : Double.toString(value);
        return new Value(value, "CAST('" + text + "' AS " + type.sql() + ")");
    }

    static Value text(String word, Type type) {
        int length = ((ScalarType) type).precision();
        int points = word.codePointCount(0, word.length());
        String text = points <= length ? word : word.substring(0, word.offsetByCodePoints(0, length));
        points = Math.min(points, length);
        String stored = type.kind() == TypeKind.CHAR ? text + " ".repeat(length - points) : text;
        return new Value(stored, "CAST('" + text.replace("'", "''") + "' AS " + type.sql() + ")");
    }

    private Value binary(ScalarType type) {
        int length = type.kind() == TypeKind.BINARY ? 2 : random.nextInt(3);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) ('a' + i);
            }
        }
        return new Value(bytes, "CAST(X'" + HexFormat.of().formatHex(bytes) + "' AS " + type.sql() + ")");
    }

    private static Value date(LocalDate date) {
        return new Value((int) date.toEpochDay(), "DATE '" + date + "'");
    }

    private LocalTime clock(ScalarType type) {
        LocalTime time = any(CLOCK);
        return type.precision() == 0 ? time.withNano(0) : time;
    }

    private Value time(ScalarType type) {
        LocalTime time = clock(type);
        return new Value(
                (int) (time.toNanoOfDay() / 1_000_000),
                "CAST(TIME '" + text(time, type.precision()) + "' AS " + sql(type) + ")");
    }

    private static String text(LocalTime time, int digits) {
        String text = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return digits == 0 ? text : text + String.format(".%03d", time.getNano() / 1_000_000);
    }

    private Value stamp(ScalarType type) {
        LocalDateTime stamp = any(DATES).atTime(clock(type));
        String text = stamp.toLocalDate() + " " + text(stamp.toLocalTime(), type.precision());
        return new Value(
                stamp.toInstant(ZoneOffset.UTC).toEpochMilli(), "CAST(TIMESTAMP '" + text + "' AS " + type.sql() + ")");
    }

    private Value array(ArrayType type) {
        List<Object> elements = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Value element = random.nextInt(5) == 0 ? nullOf(type.element()) : value(type.element());
            elements.add(element.boxed());
            literals.add(element.literal());
        }
        return new Value(elements, "ARRAY[" + String.join(", ", literals) + "]");
    }
}
