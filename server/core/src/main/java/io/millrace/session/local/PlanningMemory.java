package io.millrace.session.local;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;

/** What it takes to parse and plan a text, estimated by its length and held meanwhile. */
final class PlanningMemory {

    /** Trees, plans and generated code of a text are so much larger than it. */
    static final long BYTES_PER_CHARACTER = 200;

    private PlanningMemory() {}

    /**
     * Holds the memory until it is closed.
     *
     * @param settings of the session
     * @throws io.millrace.spi.error.MillraceException MEMORY_EXCEEDED when the text is too long for the budget of a statement
     */
    static MemoryBudget hold(ServerMemory memory, Settings settings, String sql) {
        MemoryBudget budget = memory.statement(settings.number(Setting.STATEMENT_MEMORY));
        try {
            budget.add(sql.length() * BYTES_PER_CHARACTER);
            return budget;
        } catch (RuntimeException e) {
            budget.close();
            throw e;
        }
    }
}
