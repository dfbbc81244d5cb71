package io.millrace.planner.types;

import io.millrace.spi.error.Cancellation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes Calcite's types by our rules, with text in UTF-8.
 *
 * <p>One is made for each statement. Calcite asks it for types in all phases, again and again, so that here is where planning ends
 * when the statement is not wanted any more.
 */
public final class MillraceTypeFactory extends JavaTypeFactoryImpl {

    private final Cancellation cancellation;

    /** One for a statement that nobody stops. */
    public MillraceTypeFactory() {
        this(Cancellation.NEVER);
    }

    public MillraceTypeFactory(Cancellation cancellation) {
        super(new MillraceTypeSystem());
        this.cancellation = cancellation;
    }

    /** Fails when the statement is not wanted any more. */
    public void checkCancelled() {
        cancellation.check();
    }

    @Override
    public RelDataType createSqlType(SqlTypeName type) {
        cancellation.check();
        return super.createSqlType(type);
    }

    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
        cancellation.check();
        return super.createTypeWithNullability(type, nullable);
    }

    /**
     * Of decimals: one with the greatest scale, so that no digit behind the point is lost; what then does not fit is an error. Of a VARIANT
     * and anything else: VARIANT, which holds both as they are.
     */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
        if (types.stream().anyMatch(type -> type.getSqlTypeName() == SqlTypeName.VARIANT)) {
            boolean nullable =
                    types.stream().anyMatch(type -> type.isNullable() || type.getSqlTypeName() == SqlTypeName.NULL);
            return createTypeWithNullability(createSqlType(SqlTypeName.VARIANT), nullable);
        }
        RelDataType common = super.leastRestrictive(types, rule);
        int scale = types.stream()
                .filter(SqlTypeUtil::isDecimal)
                .mapToInt(RelDataType::getScale)
                .max()
                .orElse(0);
        if (common == null || !SqlTypeUtil.isDecimal(common) || common.getScale() >= scale) {
            return common;
        }
        int precision = getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
        return createTypeWithNullability(createSqlType(SqlTypeName.DECIMAL, precision, scale), common.isNullable());
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
