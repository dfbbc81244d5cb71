package io.millrace.planner.errors;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users read when planning breaks by a bug, of ours or of Calcite's: the query is refused, so that its author can write it in
 * another way, under an id that the server's log has with the trace.
 */
final class PlanningBugs {

    private static final Logger log = LoggerFactory.getLogger(PlanningBugs.class);

    private static final int LONGEST_TEXT = 4_000;

    private static final Pattern UNGROUPED = Pattern.compile("Identifier '(.*)\\.(.*)' is not a group expr");

    private static final Pattern OUTWARD_LATERAL =
            Pattern.compile("(?:Unknown join type|Correlate has invalid join type) (RIGHT|FULL)");

    private static final String WIDE_CONDITION = "sub-query as condition must return only one column";

    private PlanningBugs() {}

    static MillraceException refused(SqlNode query, Position start, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<MillraceException> known = known(query, start, String.valueOf(cause.getMessage()));
            if (known.isPresent()) {
                return known.get();
            }
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        log.error("query not planned, {}: {}", id, shortened(query), failure);
        return new MillraceException(
                ErrorCode.NOT_SUPPORTED,
                start,
                "this form of query is not supported; write it in another way. The server's log has the details under "
                        + id,
                failure);
    }

    /** What Calcite says of queries that are wrong, not only of bugs. */
    private static Optional<MillraceException> known(SqlNode query, Position start, String message) {
        Matcher ungrouped = UNGROUPED.matcher(message);
        if (ungrouped.matches()) {
            return Optional.of(ungrouped(query, start, ungrouped.group(1), ungrouped.group(2)));
        }
        Matcher outward = OUTWARD_LATERAL.matcher(message);
        if (outward.matches()) {
            return Optional.of(outward(query, start, outward.group(1)));
        }
        return message.equals(WIDE_CONDITION)
                ? Optional.of(new MillraceException(
                        ErrorCode.INVALID_QUERY,
                        start,
                        "a sub-query that stands for a condition must have exactly one column"))
                : Optional.empty();
    }

    private static MillraceException outward(SqlNode query, Position start, String type) {
        Position[] found = {start};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlJoin join && join.getJoinType().name().equals(type)) {
                    found[0] = ErrorTranslation.position(join.getRight().getParserPosition())
                            .orElse(start);
                }
                return super.visit(call);
            }
        });
        return new MillraceException(
                ErrorCode.INVALID_QUERY,
                found[0],
                "the right side of " + type + " JOIN cannot read the rows of its left side; write LEFT JOIN LATERAL");
    }

    private static String shortened(SqlNode query) {
        String text = query.toString();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    /** Calcite notices only while it converts that a sub-query reads a column that its outer query has grouped away. */
    private static MillraceException ungrouped(SqlNode query, Position start, String relation, String column) {
        Position[] found = {start};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                int parts = identifier.names.size();
                boolean same = parts > 1
                        && identifier.names.get(parts - 1).equalsIgnoreCase(column)
                        && identifier.names.get(parts - 2).equalsIgnoreCase(relation);
                if (same) {
                    found[0] = ErrorTranslation.position(identifier.getParserPosition())
                            .orElse(start);
                }
                return null;
            }
        });
        return new MillraceException(
                ErrorCode.INVALID_GROUPING,
                found[0],
                "column \"" + column + "\" must appear in GROUP BY to be read by a sub-query");
    }
}
