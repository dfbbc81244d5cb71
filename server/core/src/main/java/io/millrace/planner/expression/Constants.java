package io.millrace.planner.expression;

import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Constants as they are written, in the type of the column that they are inserted into.
 *
 * <p>Gives only what the long way through validation would give too; all else, errors among it, is left to that way.
 */
public final class Constants {

    private Constants() {}

    /** The constant in the type; text in a VARCHAR without limit, because its length is checked where it is stored. */
    public static Optional<Literal> in(Type type, SqlNode written) {
        if (written.getKind() == SqlKind.MINUS_PREFIX
                && ((SqlCall) written).operand(0) instanceof SqlNumericLiteral number) {
            return number(number, true).flatMap(literal -> Casts.fold(literal, type));
        }
        if (written instanceof SqlNumericLiteral number) {
            return number(number, false).flatMap(literal -> Casts.fold(literal, type));
        }
        if (written instanceof SqlCharStringLiteral text) {
            return text(text.getValueAs(String.class), type);
        }
        if (written instanceof SqlUnknownLiteral tagged) {
            return tagged.tag.equalsIgnoreCase(type.kind().name())
                    ? Literals.cast(Literal.of(tagged.getValue(), Type.VARCHAR), type)
                    : Optional.empty();
        }
        if (written instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.NULL) {
            return Optional.of(Literal.nullOf(type));
        }
        boolean truth = written instanceof SqlLiteral literal
                && literal.getTypeName() == SqlTypeName.BOOLEAN
                && literal.getValue() != null
                && type.kind() == TypeKind.BOOLEAN;
        return truth ? Optional.of(Literal.of(((SqlLiteral) written).booleanValue(), type)) : Optional.empty();
    }

    private static Optional<Literal> number(SqlNumericLiteral written, boolean negative) {
        BigDecimal value = written.getValueAs(BigDecimal.class);
        BigDecimal number = negative ? value.negate() : value;
        if (!written.isInteger() && written.getScale() == null) {
            return Optional.of(Literal.of(number.doubleValue(), Type.DOUBLE));
        }
        boolean small = number.precision() <= ScalarType.MAX_LONG_DIGITS
                && number.scale() >= 0
                && number.scale() <= ScalarType.MAX_LONG_DIGITS;
        return small
                ? Optional.of(Literal.of(
                        number.unscaledValue().longValue(), Type.decimal(ScalarType.MAX_LONG_DIGITS, number.scale())))
                : Optional.empty();
    }

    private static Optional<Literal> text(String text, Type type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> Optional.of(Literal.of(text, Type.VARCHAR));
            case DATE, TIMESTAMP -> Literals.cast(Literal.of(text, Type.VARCHAR), type);
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    DECIMAL,
                    BINARY,
                    VARBINARY,
                    UUID,
                    TIME,
                    TIMESTAMP_LTZ,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> Optional.empty();
        };
    }
}
