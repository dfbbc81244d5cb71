package io.millrace.connector.formats;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Random texts of values of each type: good ones, ones at the edge of what the type holds, and damaged ones. */
public final class ValueTexts {

    /** Types of all kinds that formats read, narrow and wide. */
    public static final List<Type> SCALARS = List.of(
            Type.BOOLEAN,
            Type.TINYINT,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.REAL,
            Type.DOUBLE,
            Type.decimal(5, 2),
            Type.decimal(18, 0),
            Type.decimal(18, 18),
            Type.decimal(30, 4),
            Type.VARCHAR,
            Type.varchar(5),
            new ScalarType(TypeKind.CHAR, 4, 0),
            Type.VARBINARY,
            new ScalarType(TypeKind.BINARY, 3, 0),
            Type.DATE,
            Type.TIME,
            Type.TIMESTAMP,
            new ScalarType(TypeKind.TIMESTAMP, 0, 0),
            Type.TIMESTAMP_LTZ);

    public static final List<Type> ARRAYS = List.of(
            new ArrayType(Type.INTEGER, true),
            new ArrayType(Type.varchar(5), false),
            new ArrayType(new ArrayType(Type.DATE, true), true));

    private static final String DAMAGE = "0123456789-+.eE:TZ =/\"\\abcntu,[]{}\t_";

    private final Random random;

    public ValueTexts(Random random) {
        this.random = random;
    }

    /** The text of a value of the type or, often enough, of something like it. */
    public byte[] of(Type type) {
        byte[] text = (random.nextInt(6) == 0 ? number() : good(type)).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(3) == 0 ? damaged(text) : text;
    }

    private String good(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean() ? "true" : random.nextBoolean() ? "FALSE" : "False";
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(type);
            case REAL, DOUBLE, DECIMAL -> number();
            case CHAR, VARCHAR -> text();
            case UUID -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            case BINARY, VARBINARY -> base64();
            case DATE -> date();
            case TIME -> time();
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp();
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw new IllegalArgumentException(type.sql());
        };
    }

    private String integer(Type type) {
        int bits = switch (type.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
        BigInteger edge = BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.valueOf(random.nextInt(3) - 1));
        BigInteger value = switch (random.nextInt(3)) {
            case 0 -> edge;
            case 1 -> edge.negate().subtract(BigInteger.ONE);
            default -> BigInteger.valueOf(random.nextLong() >> random.nextInt(64));
        };
        return random.nextInt(8) == 0 ? value + ".0" : value.toString();
    }

    private String number() {
        int digits = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 24);
        BigInteger unscaled = random.nextInt(4) == 0
                ? BigInteger.TEN.pow(digits).subtract(BigInteger.ONE)
                : new BigInteger(digits * 3, random);
        BigDecimal value =
                new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(digits + 3));
        return switch (random.nextInt(8)) {
            case 0 -> value.toString() + "e" + (random.nextInt(700) - 350);
            case 1 -> value.toString();
            case 2 ->
                List.of("NaN", "Infinity", "-Infinity", "1e39", "3.5e38", "1e-400", ".5", "5.", "+1", "00")
                        .get(random.nextInt(10));
            default -> value.toPlainString();
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(List.of("a", "b ", "ß", "€", "💐", "7").get(random.nextInt(6)));
        }
        return text.toString();
    }

    private String base64() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        Base64.Encoder encoder =
                random.nextBoolean() ? Base64.getEncoder() : Base64.getEncoder().withoutPadding();
        return encoder.encodeToString(bytes);
    }

    private String date() {
        return random.nextInt(4) == 0
                ? String.format("%04d-%02d-%02d", 1899 + random.nextInt(3), random.nextInt(14), random.nextInt(33))
                : LocalDate.ofEpochDay(random.nextInt(40_000)).toString();
    }

    private String time() {
        String time = String.format("%02d:%02d:%02d", random.nextInt(25), random.nextInt(61), random.nextInt(61));
        return random.nextBoolean() ? time : time + "." + random.nextInt(100_000);
    }

    private String timestamp() {
        String separator = random.nextBoolean() ? " " : "T";
        String zone = List.of("", "Z", "+02", "-0330", "+05:45", " Z", "+19").get(random.nextInt(7));
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextLong() >> random.nextInt(64));
            case 1 -> date() + (random.nextBoolean() ? "" : separator + "12:3" + random.nextInt(10) + zone);
            default -> date() + separator + time() + zone;
        };
    }

    /** The same with a few bytes changed, left out or put in. */
    public byte[] damaged(byte[] text) {
        StringBuilder changed = new StringBuilder(new String(text, StandardCharsets.ISO_8859_1));
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int at = random.nextInt(changed.length() + 1);
            char c = random.nextInt(8) == 0
                    ? (char) (128 + random.nextInt(128))
                    : DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            if (at == changed.length() || random.nextInt(3) == 0) {
                changed.insert(at, c);
            } else if (random.nextBoolean()) {
                changed.deleteCharAt(at);
            } else {
                changed.setCharAt(at, c);
            }
        }
        return changed.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
