package io.millrace.planner.errors;

import io.millrace.planner.types.FineIntervals;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSampleSpec.SqlTableSampleSpec;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Refuses what the grammar accepts and the planner cannot do, before Calcite's validator would say so in its own words. */
public final class UnsupportedSyntax extends SqlBasicVisitor<Void> {

    private static final Set<String> GROUPED_WINDOW_BORDERS =
            Set.of("TUMBLE_START", "TUMBLE_END", "HOP_START", "HOP_END", "SESSION_START", "SESSION_END");

    private static final Set<String> GROUPING_FUNCTIONS = Set.of("GROUPING", "GROUPING_ID", "GROUP_ID");

    private final Set<SqlNode> joined = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<SqlNode> moving = Collections.newSetFromMap(new IdentityHashMap<>());
    private int groupings;

    private static final int MOST_DIGITS = 38;

    private static final int MOST_DIGITS_OF_TIMES = 3;
    private static final int MOST_DIGITS_OF_TIMESTAMPS = 9;

    private UnsupportedSyntax() {}

    public static void refuse(SqlNode query) {
        query.accept(new UnsupportedSyntax());
    }

    @Override
    public Void visit(SqlCall call) {
        check(call);
        FineIntervals.moving(call).ifPresent(moving::add);
        boolean grouped = isGrouped(call) || call instanceof SqlOrderBy ordered && isGrouped(ordered.query);
        groupings += grouped ? 1 : 0;
        super.visit(call);
        groupings -= grouped ? 1 : 0;
        return null;
    }

    @Override
    public Void visit(SqlLiteral literal) {
        if (FineIntervals.isFine(literal) && !moving.contains(literal)) {
            throw ValidationFailure.notSupported(
                    literal,
                    "an interval has milliseconds; what is smaller can be added to a timestamp, or taken from it, as in"
                            + " ts + INTERVAL '0.000001' SECOND");
        }
        return super.visit(literal);
    }

    @Override
    public Void visit(SqlDataTypeSpec type) {
        if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
            String name = basic.getTypeName().getSimple();
            if (SqlTypeName.DECIMAL.getName().equals(name)) {
                checkDecimal(type, basic.getPrecision(), basic.getScale());
            }
            int most =
                    name.startsWith(SqlTypeName.TIMESTAMP.getName()) ? MOST_DIGITS_OF_TIMESTAMPS : MOST_DIGITS_OF_TIMES;
            if (name.startsWith(SqlTypeName.TIME.getName()) && basic.getPrecision() > most) {
                throw ValidationFailure.notSupported(
                        type,
                        name.replace('_', ' ') + " has at most " + most + " digits of seconds, not "
                                + basic.getPrecision());
            }
        }
        return super.visit(type);
    }

    private static void checkDecimal(SqlDataTypeSpec type, int precision, int scale) {
        if (precision > MOST_DIGITS) {
            throw ValidationFailure.at(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    type,
                    "DECIMAL has at most " + MOST_DIGITS + " digits, not " + precision);
        }
        if (precision == 0 || (scale < 0 && scale != RelDataType.SCALE_NOT_SPECIFIED)) {
            throw ValidationFailure.at(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    type,
                    "DECIMAL has at least one digit, and none or more behind the point, not DECIMAL(" + precision + ", "
                            + scale + ")");
        }
        if (precision >= 0 && scale > precision) {
            throw ValidationFailure.at(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    type,
                    "DECIMAL(" + precision + ", " + scale
                            + ") has more digits behind the point than digits; write DECIMAL(" + scale + ", " + scale
                            + ")");
        }
    }

    private static boolean isGrouped(SqlNode query) {
        return query instanceof SqlSelect select && select.getGroup() != null;
    }

    private void check(SqlCall call) {
        switch (call.getKind()) {
            case JOIN -> {
                SqlNode right = ((SqlJoin) call).getRight();
                joined.add(right.getKind() == SqlKind.AS ? ((SqlCall) right).operand(0) : right);
            }
            case SNAPSHOT -> {
                if (!joined.contains(call)) {
                    throw ValidationFailure.notSupported(
                            call,
                            "FOR SYSTEM_TIME AS OF stands on the right side of a join only, as in"
                                    + " a JOIN b FOR SYSTEM_TIME AS OF a.ts ON a.k = b.k");
                }
            }
            case SELECT -> GroupingSetCount.check((SqlSelect) call);
            case ORDER_BY -> {
                checkCount(((SqlOrderBy) call).offset, "OFFSET");
                checkCount(((SqlOrderBy) call).fetch, "LIMIT");
            }
            case FILTER -> {
                if (call.operand(0) instanceof SqlCall aggregate
                        && GROUPING_FUNCTIONS.contains(
                                aggregate.getOperator().getName().toUpperCase(Locale.ROOT))) {
                    throw ValidationFailure.notSupported(
                            call, "GROUPING tells of the group, not of its rows; leave FILTER out");
                }
            }
            case TABLESAMPLE -> checkSample(call);
            case MAP_QUERY_CONSTRUCTOR -> {
                if (call.operand(0) instanceof SqlSelect select
                        && select.getSelectList().size() != 2
                        && select.getSelectList().stream().noneMatch(UnsupportedSyntax::isStar)) {
                    throw ValidationFailure.at(
                            ErrorCode.INVALID_QUERY,
                            select.getSelectList().get(0),
                            "MAP takes a query of two columns, the keys and the values, not of "
                                    + select.getSelectList().size());
                }
            }
            case EXISTS -> {
                if (!call.operand(0).isA(SqlKind.QUERY)) {
                    throw ValidationFailure.at(
                            call.operand(0),
                            "EXISTS takes all this for its query; write (EXISTS (SELECT …)) in parentheses");
                }
            }
            default -> checkByName(call);
        }
    }

    private static boolean isStar(SqlNode item) {
        return item instanceof SqlIdentifier name && name.isStar();
    }

    private static void checkCount(SqlNode rows, String clause) {
        if (rows instanceof SqlNumericLiteral number && !number.isInteger()) {
            throw ValidationFailure.at(rows, clause + " needs a whole number of rows");
        }
    }

    private static void checkSample(SqlCall call) {
        if (!(SqlLiteral.sampleValue(call.operand(1)) instanceof SqlTableSampleSpec)) {
            throw ValidationFailure.notSupported(
                    call, "TABLESAMPLE SUBSTITUTE is not supported; write TABLESAMPLE BERNOULLI (10) REPEATABLE (1)");
        }
    }

    private void checkByName(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (isGroupedCumulate(call, name)) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_WINDOW,
                    call,
                    "CUMULATE cannot stand in GROUP BY; write FROM TABLE(CUMULATE(TABLE s, DESCRIPTOR(ts), step, size))"
                            + " GROUP BY window_start, window_end");
        }
        if (GROUPED_WINDOW_BORDERS.contains(name) && groupings == 0) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_WINDOW,
                    call,
                    name + " needs " + name.substring(0, name.indexOf('_')) + " with the same arguments in GROUP BY");
        }
    }

    /** TUMBLE and HOP have forms for GROUP BY; CUMULATE has none. */
    private static boolean isGroupedCumulate(SqlCall call, String name) {
        boolean border = name.equals("CUMULATE_START") || name.equals("CUMULATE_END");
        boolean window = name.equals("CUMULATE") && call.operandCount() > 0 && call.operand(0) instanceof SqlIdentifier;
        return border || window;
    }
}
