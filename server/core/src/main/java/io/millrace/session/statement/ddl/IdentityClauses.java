package io.millrace.session.statement.ddl;

import io.millrace.catalog.IdentityRule;
import io.millrace.session.statement.At;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.element.IdentityClause;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads what is said of identity columns. */
final class IdentityClauses {

    private IdentityClauses() {}

    /**
     * How the column is numbered.
     *
     * @param hasDefault whether the column has a DEFAULT too
     */
    static IdentityRule rule(IdentityClause clause, Written column, Type type, boolean hasDefault) {
        switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> {}
            default ->
                throw At.error(
                        ErrorCode.TYPE_MISMATCH,
                        column,
                        "an identity column is a SMALLINT, INTEGER or BIGINT, not a " + type.sql());
        }
        if (hasDefault) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION, column, "an identity column has no DEFAULT; leave one of both out");
        }
        long increment = number(clause, clause.increment());
        if (increment == 0) {
            throw At.error(ErrorCode.INVALID_DEFINITION, Written.node(clause), "INCREMENT BY must not be 0");
        }
        return new IdentityRule(clause.always(), start(clause, type), increment);
    }

    private static long start(IdentityClause clause, Type type) {
        long start = number(clause, clause.start());
        boolean fits = switch (type.kind()) {
            case SMALLINT -> start == (short) start;
            case INTEGER -> start == (int) start;
            default -> true;
        };
        if (!fits) {
            throw At.error(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    Written.node(clause),
                    "START WITH " + start + " is no " + type.sql());
        }
        return start;
    }

    private static long number(IdentityClause clause, Optional<BigDecimal> written) {
        try {
            return written.orElse(BigDecimal.ONE).longValueExact();
        } catch (ArithmeticException e) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    Written.node(clause),
                    "START WITH and INCREMENT BY take whole numbers, no larger than a BIGINT");
        }
    }
}
