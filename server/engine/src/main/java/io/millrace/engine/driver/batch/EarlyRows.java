package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.Rejections;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Intake;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * While batches are run again: late and failed rows of queries that were catching up then. Such a query is defined only once it had
 * caught up; its rows wait here until then. Used by the driver's thread.
 */
final class EarlyRows {

    private final Map<String, List<InputPlan>> kept = new HashMap<>();

    /**
     * Keeps what a batch took for a relation that is not there.
     *
     * @throws IllegalStateException when it is no relation of a query
     */
    public void keep(String name, InputPlan part) {
        if (!name.endsWith(SideRelations.ERRORS) && !name.endsWith(SideRelations.LATE)) {
            throw new IllegalStateException("a batch takes rows of \"" + name + "\", which is not there");
        }
        kept.computeIfAbsent(name, unused -> new ArrayList<>()).add(part);
    }

    /** Forgets what belongs to a query that did not come into being. */
    public void forget(String owner) {
        kept.remove(owner + SideRelations.ERRORS);
        kept.remove(owner + SideRelations.LATE);
    }

    /** Forgets everything; the answer is to whom it belonged. */
    public Set<String> forgetAll() {
        Set<String> owners = new TreeSet<>();
        kept.keySet().forEach(name -> owners.add(name.substring(0, name.lastIndexOf('$'))));
        kept.clear();
        return owners;
    }

    /** Gives the rows to their relation, which is there now. */
    public void give(Input input, BatchTime time, long nanos) {
        List<InputPlan> parts = kept.remove(input.name());
        if (parts == null) {
            return;
        }
        for (InputPlan part : parts) {
            Intake intake = new Intake(input, Inbound.Taken.again(part.with(part.pushed(), Rejections.NONE), false));
            List<Page> pages = intake.take(time, nanos, new BatchRows());
            pages.forEach(page -> input.count(page.size(), 0));
            input.apply(
                    time.batch(), pages, new RejectedRecords(input.definition().rowType(), time.timestamp()));
        }
        input.commit(time.batch());
    }
}
