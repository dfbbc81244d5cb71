package io.millrace.engine.operator.rows;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Recursion;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.InnerQuery;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the body of a {@link Recursion} until it gives no more rows.
 *
 * <p>R = seed + body(R), and the body is linear in R: the change of R is that of the seed, and what the body makes of changes, round by round. Where
 * each row counts once, rows that come are added in this way too (semi-naive), but for rows that go R is computed anew: a row may have been there
 * only because of others that were there because of it. The body's own state is not stored; it is made with R anew after a restart.
 */
public final class RecursionOperator implements Operator {

    private final Recursion node;
    private final OperatorContext context;
    private final ClassCompiler compiler;
    private final List<CountedRows> inputs = new ArrayList<>();
    private final List<List<Page>> changes = new ArrayList<>();
    private final CountedRows rows;
    private final CountedRows round;
    private final StateParts state = new StateParts();
    private InnerQuery body;

    public RecursionOperator(Recursion node, OperatorContext context, ClassCompiler compiler) {
        this.node = node;
        this.context = context;
        this.compiler = compiler;
        for (DStream input : node.inputs()) {
            CountedRows counted = new CountedRows(input.rowType(), Versions.BATCHES, compiler);
            state.add("input" + inputs.size(), counted.container());
            inputs.add(counted);
            changes.add(new ArrayList<>());
        }
        this.rows = new CountedRows(node.rowType(), Versions.BATCHES, compiler);
        this.round = new CountedRows(node.rowType(), Versions.NONE, compiler);
        state.add("rows", rows.container());
    }

    @Override
    public void process(int input, Page delta, Output output) {
        changes.get(input).add(delta);
    }

    @Override
    public void finish(Output output) {
        if (changes.stream().allMatch(List::isEmpty)) {
            return;
        }
        boolean taken = false;
        for (int i = 0; i < inputs.size(); i++) {
            for (Page page : changes.get(i)) {
                taken |= hasNegative(page);
                inputs.get(i).add(page);
            }
        }
        if (body == null || (taken && !node.all())) {
            computeAnew(output);
        } else {
            iterate(changes, rows, output::emit);
        }
        changes.forEach(List::clear);
    }

    private static boolean hasNegative(Page page) {
        for (int row = 0; page.weights() != null && row < page.size(); row++) {
            if (page.weight(row) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Computes all rows from all of the inputs, and emits how they differ from those before. */
    private void computeAnew(Output output) {
        giveUp();
        body = context.inner(node.body());
        CountedRows all = new CountedRows(node.rowType(), Versions.NONE, compiler);
        iterate(inputs.stream().map(CountedRows::pages).toList(), all, page -> {});
        CountedRows difference = new CountedRows(node.rowType(), Versions.NONE, compiler);
        all.pages().forEach(difference::add);
        rows.pages().forEach(page -> difference.add(page.negate()));
        for (Page page : difference.pages()) {
            rows.add(page);
            output.emit(page);
        }
    }

    /**
     * Lets rows give others until there are no more.
     *
     * @param first the changes of the inputs
     * @param known the rows that are there, to which those that come are added
     */
    private void iterate(List<List<Page>> first, CountedRows known, Output output) {
        Map<String, List<Page>> next = new HashMap<>();
        for (int i = 1; i < first.size(); i++) {
            next.put(Recursion.input(i), first.get(i));
        }
        List<Page> come = come(first.get(0), known, output);
        for (long rounds = 0; rounds == 0 || !come.isEmpty(); rounds++) {
            context.checkCancelled();
            if (rounds > node.mostRounds()) {
                throw endless();
            }
            next.put(Recursion.WORKING, come);
            List<Page> made = body.round(next);
            next.clear();
            come = come(made, known, output);
        }
    }

    /** What is new among rows that were made. */
    private List<Page> come(List<Page> made, CountedRows known, Output output) {
        made.forEach(round::add);
        List<Page> come = new ArrayList<>();
        for (Page page : round.pages()) {
            if (node.all()) {
                known.add(page);
                come.add(page);
            } else {
                known.addAbsent(page).ifPresent(come::add);
            }
        }
        round.clear();
        come.forEach(output::emit);
        return come;
    }

    private MillraceException endless() {
        return new MillraceException(
                ErrorCode.LIMIT_EXCEEDED,
                node.line() > 0 ? new Position(node.line(), node.column()) : null,
                "WITH RECURSIVE " + node.name() + " still gives new rows after " + node.mostRounds()
                        + " rounds; let its WHERE end it"
                        + (node.all() ? ", or write UNION instead of UNION ALL when rows come back" : ""));
    }

    private void giveUp() {
        if (body != null) {
            body.close();
            body = null;
        }
    }

    @Override
    public void rebuild() {
        changes.forEach(List::clear);
        round.clear();
        giveUp();
    }

    @Override
    public StateParts state() {
        return state;
    }

    @Override
    public long stateRows() {
        return rows.size() + inputs.stream().mapToLong(CountedRows::size).sum();
    }

    @Override
    public long stateBytes() {
        return state.bytes();
    }
}
