package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.engine.aggregate.AggregateStates;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.RowPredicate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.match.BoundConditions;
import io.millrace.engine.match.MatchAttempt;
import io.millrace.engine.match.MatchProgram;
import io.millrace.engine.match.PlaceFinder;
import io.millrace.engine.match.PlaceSets;
import io.millrace.engine.match.RowQueue;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of DEFINE that look at what other rows of the match are mapped to: evaluated row by row, during the search. */
final class MatchConditions implements BoundConditions {

    private final RowType input;
    private final RowBag rows;
    private final Evaluation told;
    private final Evaluation untold;
    private final ClassCompiler compiler;
    private final MatchProgram program;
    private final PlaceSets sets;
    private final BytesColumn names;
    private final Condition[] conditions;
    private final List<MatchValue.Aggregated> aggregates = new ArrayList<>();
    private final int[] id = new int[1];
    private final int[] state = new int[1];
    private final int[] passed = new int[1];
    private Evaluation evaluation;
    private long matchNumber;

    MatchConditions(
            MatchRecognize node,
            PlaceSets sets,
            RowBag rows,
            OperatorContext context,
            ChainCompiler chains,
            ClassCompiler compiler) {
        this.input = node.input().rowType();
        this.rows = rows;
        this.told = context;
        this.untold = new Untold(context);
        this.evaluation = told;
        this.compiler = compiler;
        this.program = MatchProgram.of(node.pattern());
        this.sets = sets;
        this.names = MatchScope.names(node);
        this.conditions = new Condition[node.variables().size()];
        for (MatchRecognize.Definition definition : definitions(node)) {
            conditions[definition.variable()] = new Condition(definition, chains);
        }
    }

    /** The definitions that depend on the match. */
    static List<MatchRecognize.Definition> definitions(MatchRecognize node) {
        return node.definitions().stream()
                .filter(definition -> !RowConditions.isOfRow(definition))
                .toList();
    }

    /** What these definitions ask for. */
    static List<MatchValue> values(MatchRecognize node) {
        return definitions(node).stream()
                .flatMap(definition -> definition.values().stream())
                .toList();
    }

    /** Tells the number that the next match will have. */
    void matchNumber(long number) {
        matchNumber = number;
    }

    /** Tells whether conditions are evaluated that have been before, so that their failures have been told. */
    void repeating(boolean again) {
        evaluation = again ? untold : told;
    }

    /** An evaluation whose failures nobody is told of. */
    private record Untold(OperatorContext context) implements Evaluation {

        @Override
        public long batchTimestamp() {
            return context.batchTimestamp();
        }

        @Override
        public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
            // known since the first evaluation
        }
    }

    @Override
    public void taken(int variable, MatchAttempt attempt, RowQueue queue) {
        if (aggregates.isEmpty()) {
            return;
        }
        AggregateStates[] states = states(attempt);
        int length = attempt.length();
        for (int i = 0; i < states.length; i++) {
            MatchValue.Aggregated aggregated = aggregates.get(i);
            if (length == 1) {
                states[i].begin(0);
            }
            states[i].beginWith(length, length - 1);
            if (sets.contains(sets.indexOf(aggregated.variables()), variable)) {
                id[0] = queue.id(attempt.start() + length - 1);
                state[0] = length;
                states[i].add(argument(aggregated), state);
            }
        }
    }

    private AggregateStates[] states(MatchAttempt attempt) {
        if (attempt.aggregates().length == 0) {
            attempt.aggregates(aggregates.stream()
                    .map(aggregated -> {
                        AggregateCall call = MatchScope.call(aggregated);
                        return new AggregateStates(call, MatchScope.argument(aggregated, input), compiler);
                    })
                    .toArray(AggregateStates[]::new));
        }
        return attempt.aggregates();
    }

    private Page argument(MatchValue.Aggregated aggregated) {
        Column[] columns = aggregated.column().isPresent()
                ? new Column[] {rows.store(aggregated.column().getAsInt()).gather(id, 1)}
                : new Column[0];
        return new Page(1, columns, null);
    }

    @Override
    public boolean holds(int variable, MatchAttempt attempt, RowQueue queue) {
        Condition condition = conditions[variable];
        for (int i = 0; i < condition.readers.length; i++) {
            condition.columns[i] = condition.readers[i].read(attempt, queue);
        }
        return condition.predicate.select(condition.page, passed, evaluation, () -> current(attempt, queue)) == 1;
    }

    private Page current(MatchAttempt attempt, RowQueue queue) {
        int[] ids = {queue.id(attempt.start() + attempt.length() - 1)};
        return new Page(1, rows.gather(ids, 1), null);
    }

    private static int id(int row, MatchAttempt attempt, RowQueue queue) {
        int at = attempt.start() + row;
        return row == PlaceFinder.NONE || at < 0 || at >= queue.size() ? -1 : queue.id(at);
    }

    /** Reads one value of the scope as a column of one row. */
    @FunctionalInterface
    private interface Reader {
        Column read(MatchAttempt attempt, RowQueue queue);
    }

    private final class Condition implements MatchValue.Visitor<Reader> {
        private final RowPredicate predicate;
        private final Reader[] readers;
        private final Column[] columns;
        private final Page page;

        Condition(MatchRecognize.Definition definition, ChainCompiler chains) {
            RowType scope = MatchScope.rowType(List.of(), definition.values());
            predicate = chains.compileRowPredicate(definition.predicate(), scope);
            readers = definition.values().stream()
                    .map(value -> value.accept(this))
                    .toArray(Reader[]::new);
            columns = new Column[readers.length];
            page = new Page(1, columns, null);
        }

        @Override
        public Reader visit(MatchValue.Navigation navigation) {
            PlaceFinder place = new PlaceFinder(navigation.place(), sets);
            OneValue value = new OneValue(navigation.type());
            int column = navigation.column();
            return (attempt, queue) -> value.of(rows.store(column), id(attempt.find(place), attempt, queue));
        }

        @Override
        public Reader visit(MatchValue.Classifier classifier) {
            PlaceFinder place = new PlaceFinder(classifier.place(), sets);
            OneValue value = new OneValue(classifier.type());
            return (attempt, queue) -> {
                int row = attempt.find(place);
                if (row < 0 || row >= attempt.length()) {
                    return value.absent();
                }
                state[0] = program.variable(attempt.instruction(row));
                return names.gather(state, 1);
            };
        }

        @Override
        public Reader visit(MatchValue.MatchNumber number) {
            OneValue value = new OneValue(number.type());
            return (attempt, queue) -> value.of(matchNumber);
        }

        @Override
        public Reader visit(MatchValue.Aggregated aggregated) {
            int index = aggregates.indexOf(aggregated);
            int position = index < 0 ? aggregates.size() : index;
            if (index < 0) {
                aggregates.add(aggregated);
            }
            return (attempt, queue) -> {
                state[0] = attempt.length();
                return attempt.aggregates()[position].results(state, 1);
            };
        }
    }
}
