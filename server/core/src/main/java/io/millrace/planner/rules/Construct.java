package io.millrace.planner.rules;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A part of a query that an error is about.
 *
 * @param name of the function or relation, for {@link Kind#FUNCTION} and {@link Kind#RELATION}; else empty
 * @param position where it is, when that is known; else {@link SqlParserPos#ZERO}
 */
public record Construct(Kind kind, String name, SqlParserPos position) {

    /** The kinds of parts that are looked up in the text. */
    public enum Kind {
        QUERY,
        GROUPING,
        DISTINCT,
        OVER,
        ORDER_BY,
        JOIN,
        SET_OPERATION,
        SUB_QUERY,
        UNNEST,
        FUNCTION,
        RELATION
    }

    public static Construct of(Kind kind) {
        return new Construct(kind, "", SqlParserPos.ZERO);
    }

    /** A call of the function or operator of that name. */
    public static Construct function(String name) {
        return new Construct(Kind.FUNCTION, name, SqlParserPos.ZERO);
    }

    /** Where a relation is named. */
    public static Construct relation(String name) {
        return new Construct(Kind.RELATION, name, SqlParserPos.ZERO);
    }

    /** That call. */
    public static Construct call(RexCall call) {
        return new Construct(Kind.FUNCTION, call.getOperator().getName(), call.getParserPosition());
    }
}
