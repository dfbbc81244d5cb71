package io.millrace.session.local;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;

/** What it takes to parse, plan and compile a text, estimated by its length and held as long as the statement runs. */
final class PlanningMemory {

    private static final String WHAT = "the text and its plan";

    /** A text and its tree, as they were measured for long lists of VALUES, which are not planned. */
    private static final long PARSED_BYTES = 40;

    /** Plans and generated code, for each character of a query. */
    private static final long PLANNED_BYTES = 160;

    private PlanningMemory() {}

    /**
     * Holds what it takes to parse a text, until the budget is closed.
     *
     * @throws MillraceException MEMORY_EXCEEDED when the text is too long for the budget
     */
    static void holdText(MemoryBudget budget, String sql) {
        hold(budget, sql.length(), PARSED_BYTES, PARSED_BYTES);
    }

    /**
     * Holds what it takes to plan a statement beside its text, until the budget is closed.
     *
     * @throws MillraceException MEMORY_EXCEEDED when the statement is too long for the budget
     */
    static void holdPlan(MemoryBudget budget, ParsedStatement statement) {
        if (isPlanned(statement)) {
            hold(budget, statement.text().length(), PLANNED_BYTES, PARSED_BYTES + PLANNED_BYTES);
        }
    }

    private static boolean isPlanned(ParsedStatement statement) {
        return !(statement.statement() instanceof InsertStatement insert && insert.isRows());
    }

    private static void hold(MemoryBudget budget, long characters, long bytesEach, long bytesEachAtLast) {
        long most = budget.limit() / bytesEachAtLast;
        if (characters > most) {
            throw new MillraceException(
                    ErrorCode.MEMORY_EXCEEDED,
                    "a statement of " + characters + " characters is too long for the memory that it may hold; " + most
                            + " it may have; send parts of it one after the other, insert rows by batches of a prepared"
                            + " statement, or raise the setting statement.memory");
        }
        new MemoryUse(budget, WHAT).set(characters * bytesEach);
    }

    /** What statements take that are remembered. */
    static long bytes(List<ParsedStatement> statements) {
        return statements.stream()
                .mapToLong(statement ->
                        statement.text().length() * (PARSED_BYTES + (isPlanned(statement) ? PLANNED_BYTES : 0)))
                .sum();
    }
}
