package io.millrace.session.local;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.session.Holding;

/** What the server holds between a client and its statements: refused when there is no more. Thread-safe. */
final class PassingMemory implements Holding {

    private final ServerMemory server;
    private final MemoryBudget budget;
    private long held;

    PassingMemory(ServerMemory server) {
        this.server = server;
        this.budget = server.passing();
    }

    @Override
    public synchronized void set(long bytes) {
        if (bytes > held) {
            server.admit(bytes - held);
        }
        budget.count(bytes - held);
        held = bytes;
    }

    @Override
    public void close() {
        budget.close();
    }
}
