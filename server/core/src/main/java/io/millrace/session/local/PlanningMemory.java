package io.millrace.session.local;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** What it takes to parse, plan and compile a text, estimated by its length and held as long as the statement runs. */
final class PlanningMemory {

    /** Trees, plans and generated code of a text are so much larger than it. */
    static final long BYTES_PER_CHARACTER = 200;

    private PlanningMemory() {}

    /**
     * Holds the memory until the budget is closed.
     *
     * @throws MillraceException MEMORY_EXCEEDED when the text is too long for the budget
     */
    static void hold(MemoryBudget budget, String sql) {
        if (sql.length() > budget.limit() / BYTES_PER_CHARACTER) {
            throw new MillraceException(
                    ErrorCode.MEMORY_EXCEEDED,
                    "a statement of " + sql.length() + " characters is too long for the memory that it may hold; of "
                            + budget.limit() / BYTES_PER_CHARACTER
                            + " it may be; send parts of it one after the other, insert rows by batches of a prepared"
                            + " statement, or raise the setting statement.memory");
        }
        new MemoryUse(budget, "the text and the plan").set(sql.length() * BYTES_PER_CHARACTER);
    }
}
