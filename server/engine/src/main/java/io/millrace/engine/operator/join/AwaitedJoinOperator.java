package io.millrace.engine.operator.join;

import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.Join;
import io.millrace.dstream.Negate;
import io.millrace.dstream.join.JoinKind;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.lookup.Asker;
import io.millrace.engine.lookup.Lookups;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps its left rows until the answers to their keys come, and asks for those that nobody has asked for.
 *
 * <p>State: the left rows that wait. Questions are no state: they are asked again for all that waits when the state is restored.
 */
public final class AwaitedJoinOperator implements Operator {

    private static final int ANSWERS = 1;

    private final AwaitedJoin node;
    private final OperatorContext context;
    private final Lookups lookups;
    private final List<Type> keyTypes;
    private final Asker asker;
    private final JoinOperator join;
    private final KeyTable answered;
    private final List<Page> answers = new ArrayList<>();
    private final List<Page> arrived = new ArrayList<>();
    private final List<Page> asked = new ArrayList<>();
    private final int[] leftColumns;
    private final int[] answerKeys;
    private long[] least = new long[0];

    public AwaitedJoinOperator(AwaitedJoin node, OperatorContext context, Lookups lookups, ClassCompiler compiler) {
        this.node = node;
        this.context = context;
        this.lookups = lookups;
        this.keyTypes =
                node.leftKeys().stream().map(node.left().rowType()::type).toList();
        this.asker = lookups.asker(node.table(), keyTypes);
        this.join = new JoinOperator(asJoin(node), context, Optional.empty(), compiler);
        RowType left = node.left().rowType();
        this.answered = KeyTable.create(keyTypes, Versions.NONE, compiler);
        this.leftColumns = IntStream.range(0, left.size()).toArray();
        this.answerKeys = node.answerKeys().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of which the left rows are kept, and taken back when they are answered. */
    private static Join asJoin(AwaitedJoin node) {
        return new Join(
                JoinKind.INNER,
                new Negate(node.left()),
                node.answers(),
                node.leftKeys(),
                node.answerKeys(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                node.rowType());
    }

    @Override
    public void process(int input, Page delta, Output output) {
        if (input == ANSWERS) {
            answers.add(delta);
            return;
        }
        Page page = withKeys(delta, output);
        if (page.size() == 0) {
            return;
        }
        if (node.waits()) {
            arrived.add(page);
            return;
        }
        join.store(0, page);
        Page fresh = join.newKeys();
        if (fresh.size() > 0) {
            asked.add(fresh);
        }
    }

    /** The rows with a whole key; the others go out at once, as nothing can be found for them. */
    private Page withKeys(Page page, Output output) {
        long[] nulls = null;
        for (int key : node.leftKeys()) {
            nulls = NullMask.or(nulls, page.column(key).nulls(), page.size());
        }
        if (nulls == null) {
            return page;
        }
        boolean[] missing = new boolean[page.size()];
        for (int row = 0; row < missing.length; row++) {
            missing[row] = NullMask.isNull(nulls, row);
        }
        Page alone = Rows.chosen(page, missing, true);
        if (alone.size() > 0) {
            output.emit(unanswered(alone));
        }
        return Rows.chosen(page, missing, false);
    }

    private Page unanswered(Page page) {
        RowType answer = node.answers().rowType();
        Column[] columns = Arrays.copyOf(page.columns(), node.rowType().size());
        for (int i = 0; i < answer.size(); i++) {
            columns[leftColumns.length + i] = NullRows.column(answer.type(i), page.size());
        }
        columns[leftColumns.length + node.found()] = new BooleanColumn(page.size(), new boolean[page.size()], null);
        columns[leftColumns.length + node.number()] = new LongColumn(page.size(), new long[page.size()], null);
        return new Page(page.size(), columns, page.weights());
    }

    @Override
    public void finish(Output output) {
        asked.forEach(keys -> answers.add(lookups.lookUp(node.table(), keyTypes, keys, context::checkCancelled)));
        asked.clear();
        if (!answers.isEmpty()) {
            meet(output);
        }
        join.finish(output);
        if (!arrived.isEmpty()) {
            begin();
            join.finish(output);
        }
    }

    /** Rows of this batch wait for answers of later ones: what was asked for before they came may be older than they are. */
    private void begin() {
        for (Page page : arrived) {
            join.store(0, page);
            Page fresh = join.newKeys();
            if (fresh.size() > 0) {
                asker.ask(fresh);
            }
        }
        arrived.clear();
    }

    private void meet(Output output) {
        List<Page> gone = new ArrayList<>();
        for (Page first : firstAnswers()) {
            join.probe(ANSWERS, first, pairs -> {
                emit(pairs, output);
                gone.add(pairs.project(leftColumns).negate());
            });
        }
        gone.forEach(page -> join.store(0, page));
        answers.clear();
    }

    /** Gives out the pairs, but refuses the rows whose key was refused. */
    private void emit(Page pairs, Output output) {
        long[] numbers = ((LongColumn) pairs.column(leftColumns.length + node.number())).values();
        boolean[] refused = new boolean[pairs.size()];
        boolean any = false;
        for (int row = 0; row < refused.length; row++) {
            refused[row] = numbers[row] < 0;
            any |= refused[row];
        }
        if (!any) {
            output.emit(pairs);
            return;
        }
        context.reject(
                Rows.chosen(pairs, refused, true).project(leftColumns),
                ErrorCode.INVALID_RECORD,
                "table \"" + node.table() + "\" cannot be asked for this key, or its row cannot be used; \""
                        + node.table() + SideRelations.ERRORS + "\" has the reason");
        Page answered = Rows.chosen(pairs, refused, false);
        if (answered.size() > 0) {
            output.emit(answered);
        }
    }

    /** The answers without those to keys that have another one with a lesser number. */
    private List<Page> firstAnswers() {
        answered.clear();
        List<int[]> groups = new ArrayList<>();
        for (Page page : answers) {
            int[] group = new int[page.size()];
            answered.findOrAdd(page.columns(answerKeys), page.size(), group);
            groups.add(group);
            note(page, group);
        }
        List<Page> first = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Page page = answers.get(i);
            boolean[] counts = new boolean[page.size()];
            long[] numbers = numbers(page);
            for (int row = 0; row < counts.length; row++) {
                counts[row] = least[groups.get(i)[row]] == Math.abs(numbers[row]);
            }
            Page rest = Rows.chosen(page, counts, true);
            if (rest.size() > 0) {
                first.add(rest);
            }
        }
        return first;
    }

    private void note(Page page, int[] group) {
        if (least.length < answered.limit()) {
            least = Arrays.copyOf(least, Math.max(answered.limit(), 2 * least.length));
        }
        for (int i = 0; i < answered.addedCount(); i++) {
            least[answered.added()[i]] = Long.MAX_VALUE;
        }
        long[] numbers = numbers(page);
        for (int row = 0; row < group.length; row++) {
            least[group[row]] = Math.min(least[group[row]], Math.abs(numbers[row]));
        }
    }

    private long[] numbers(Page page) {
        return ((LongColumn) page.column(node.number())).values();
    }

    @Override
    public StateContainer state() {
        return join.state();
    }

    @Override
    public void rebuild() {
        answers.clear();
        arrived.clear();
        asked.clear();
        join.rebuild();
    }

    @Override
    public void restore(StateReader... readers) {
        Operator.super.restore(readers);
        if (node.waits()) {
            join.allKeys().forEach(asker::ask);
        }
    }

    @Override
    public long stateRows() {
        return join.stateRows();
    }

    @Override
    public long stateBytes() {
        return join.stateBytes() + asker.bytes();
    }

    @Override
    public void close() {
        asker.close();
    }
}
