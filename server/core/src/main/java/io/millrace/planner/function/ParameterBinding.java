package io.millrace.planner.function;

import io.millrace.dstream.expression.Literal;
import io.millrace.engine.view.RowText;
import io.millrace.planner.expression.Variants;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.variant.VariantJson;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Puts the values of {@code ?} parameters in their places. */
public final class ParameterBinding extends RelHomogeneousShuttle {

    private final RexShuttle expressions;

    public ParameterBinding(RexBuilder rex, List<Literal> values) {
        this.expressions = new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                if (parameter.getIndex() >= values.size()) {
                    throw new UnplannableException(
                            ErrorCode.PARAMETER_INVALID,
                            Construct.of(Construct.Kind.QUERY),
                            "parameter " + (parameter.getIndex() + 1) + " has no value");
                }
                return rex.ensureType(parameter.getType(), constant(rex, values.get(parameter.getIndex())), true);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return super.visitSubQuery(subQuery.clone(subQuery.rel.accept(ParameterBinding.this)));
            }
        };
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(expressions);
    }

    /** Calcite has no literals of what is no number. */
    private static RexNode real(RexBuilder rex, double value, RelDataType type) {
        return Double.isFinite(value)
                ? rex.makeApproxLiteral(BigDecimal.valueOf(value), type)
                : rex.makeAbstractCast(type, rex.makeLiteral(Double.toString(value)), false);
    }

    /** One of our constants as Calcite writes it. */
    static RexNode constant(RexBuilder rex, Literal literal) {
        RelDataType type = TypeConversion.toCalcite(
                rex.getTypeFactory(), literal.type(), literal.value().isEmpty());
        if (literal.value().isEmpty()) {
            return rex.makeNullLiteral(type);
        }
        Object value = literal.value().get();
        return switch (literal.type().kind()) {
            case BOOLEAN -> rex.makeLiteral((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                rex.makeExactLiteral(BigDecimal.valueOf(((Number) value).longValue()), type);
            case DECIMAL ->
                rex.makeExactLiteral(
                        value instanceof Long unscaled
                                ? BigDecimal.valueOf(unscaled, ((ScalarType) literal.type()).scale())
                                : (BigDecimal) value,
                        type);
            case REAL, DOUBLE -> real(rex, (Double) value, type);
            case CHAR, VARCHAR ->
                rex.makeCast(rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), rex.makeLiteral((String) value));
            case BINARY, VARBINARY -> rex.makeBinaryLiteral(new ByteString(bytes((ByteBuffer) value)));
            case UUID -> rex.makeUuidLiteral(UuidBytes.uuid(bytes((ByteBuffer) value), 0));
            case DATE -> rex.makeDateLiteral(DateString.fromDaysSinceEpoch((Integer) value));
            case TIME -> rex.makeTimeLiteral(TimeString.fromMillisOfDay((Integer) value), 3);
            case TIMESTAMP ->
                rex.makeTimestampLiteral(stamp(literal), Math.max(3, ((ScalarType) literal.type()).precision()));
            case TIMESTAMP_LTZ ->
                rex.makeTimestampWithLocalTimeZoneLiteral(
                        stamp(literal), Math.max(3, ((ScalarType) literal.type()).precision()));
            case INTERVAL_MONTH, INTERVAL_DAY ->
                rex.makeIntervalLiteral(BigDecimal.valueOf(((Number) value).longValue()), type.getIntervalQualifier());
            case VARIANT -> rex.makeCall(Variants.parseJson(), rex.makeLiteral(json(bytes((ByteBuffer) value))));
            case ROW, MAP -> {
                StringBuilder json = new StringBuilder();
                RowText.packed(json, bytes((ByteBuffer) value), 0, literal.type());
                RexNode variant = rex.makeCall(Variants.parseJson(), rex.makeLiteral(json.toString()));
                yield rex.makeAbstractCast(type, variant, false);
            }
            case ARRAY, MULTISET ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.of(Construct.Kind.QUERY),
                        "parameters of type " + literal.type().kind() + " are not supported");
        };
    }

    private static TimestampString stamp(Literal literal) {
        long perMilli = Ticks.perMilli(literal.type());
        long ticks = (Long) literal.value().orElseThrow();
        TimestampString stamp = TimestampString.fromMillisSinceEpoch(Ticks.millis(ticks, perMilli));
        long millis = Math.floorMod(Ticks.millis(ticks, perMilli), 1_000L);
        return perMilli == 1 ? stamp : stamp.withNanos((int) millis * 1_000_000 + Ticks.nanosOfMilli(ticks, perMilli));
    }

    private static String json(byte[] variant) {
        StringBuilder text = new StringBuilder();
        VariantJson.print(variant, 0, text);
        return text.toString();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
