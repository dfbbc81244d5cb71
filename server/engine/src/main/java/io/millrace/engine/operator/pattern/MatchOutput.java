package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Project;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.engine.aggregate.AggregateStates;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.match.FoundMatch;
import io.millrace.engine.match.PlaceFinder;
import io.millrace.engine.match.PlaceSets;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/** Collects the rows that matches give out, and computes their measures a page at a time. */
final class MatchOutput {

    private final boolean allRows;
    private final RowType input;
    private final RowBag rows;
    private final OperatorContext context;
    private final ClassCompiler compiler;
    private final PlaceSets sets;
    private final BytesColumn names;
    private final PageFunction outputs;
    private final List<ValueColumn> values;
    private final IdList anchors = new IdList();

    MatchOutput(
            MatchRecognize node,
            PlaceSets sets,
            RowBag rows,
            OperatorContext context,
            ChainCompiler chains,
            ClassCompiler compiler) {
        this.allRows = node.allRows();
        this.input = node.input().rowType();
        this.rows = rows;
        this.context = context;
        this.compiler = compiler;
        this.sets = sets;
        this.names = MatchScope.names(node);
        this.values = node.values().stream()
                .map(value -> value.accept(new ColumnOfValue()))
                .toList();
        RowType scope = MatchScope.rowType(input.fields(), node.values());
        this.outputs = chains.compile(List.of(new Project(node.input(), node.outputs(), node.rowType())), scope)
                .newInstance();
    }

    /** Gives out what a match says. */
    void add(FoundMatch match, Output output) {
        for (ValueColumn value : values) {
            value.begin(match);
        }
        int length = match.length();
        if (!allRows || length == 0) {
            add(match, 0, length);
        } else {
            for (int row = 0; row < length; row++) {
                for (ValueColumn value : values) {
                    value.pass(match, row);
                }
                if (!match.excluded(row)) {
                    add(match, row, row + 1);
                }
            }
        }
        if (anchors.size() >= Page.MAX_ROWS) {
            flush(output);
        }
    }

    private void add(FoundMatch match, int anchor, int seen) {
        anchors.add(match.id(anchor));
        for (ValueColumn value : values) {
            value.add(match, seen);
        }
    }

    /** Emits what has been collected; no id is needed any more afterwards. */
    void flush(Output output) {
        int count = anchors.size();
        if (count == 0) {
            return;
        }
        Column[] columns = new Column[input.size() + values.size()];
        for (int i = 0; i < input.size(); i++) {
            columns[i] = rows.store(i).gather(anchors.ids(), count);
        }
        for (int i = 0; i < values.size(); i++) {
            columns[input.size() + i] = values.get(i).take(count);
        }
        anchors.clear();
        Page all = new Page(count, columns, null);
        for (int from = 0; from < count; from += Page.MAX_ROWS) {
            Page page = outputs.apply(all.slice(from, Math.min(count, from + Page.MAX_ROWS)), context);
            if (page.size() > 0) {
                output.emit(page);
            }
        }
    }

    /** Forgets what has been collected. */
    void clear() {
        anchors.clear();
        values.forEach(ValueColumn::clear);
    }

    /** Collects one value of the scope, for each row given out. */
    private interface ValueColumn {

        /** Looks at a match before its rows are given out. */
        default void begin(FoundMatch match) {}

        /** Looks at a row of the match, given out or not, where each row is. */
        default void pass(FoundMatch match, int row) {}

        /** Adds the value for a row from which so many rows of the match are seen. */
        void add(FoundMatch match, int seen);

        /** Hands over the column and forgets it. */
        Column take(int count);

        /** Forgets what has been added. */
        void clear();
    }

    private final class ColumnOfValue implements MatchValue.Visitor<ValueColumn> {

        @Override
        public ValueColumn visit(MatchValue.Navigation navigation) {
            return new NavigatedColumn(navigation);
        }

        @Override
        public ValueColumn visit(MatchValue.Classifier classifier) {
            return new ClassifierColumn(classifier);
        }

        @Override
        public ValueColumn visit(MatchValue.MatchNumber number) {
            return new NumberColumn();
        }

        @Override
        public ValueColumn visit(MatchValue.Aggregated aggregated) {
            return new AggregatedColumn(aggregated);
        }
    }

    private final class NavigatedColumn implements ValueColumn {
        private final MatchValue.Navigation navigation;
        private final PlaceFinder place;
        private final IdList ids = new IdList();

        NavigatedColumn(MatchValue.Navigation navigation) {
            this.navigation = navigation;
            this.place = new PlaceFinder(navigation.place(), sets);
        }

        @Override
        public void add(FoundMatch match, int seen) {
            int visible = navigation.place().running() ? seen : match.length();
            ids.add(match.id(match.find(place, visible)));
        }

        @Override
        public Column take(int count) {
            Column column =
                    NullRows.gather(rows.store(navigation.column()), ids.ids(), count, input.type(navigation.column()));
            clear();
            return column;
        }

        @Override
        public void clear() {
            ids.clear();
        }
    }

    private final class ClassifierColumn implements ValueColumn {
        private final MatchValue.Classifier classifier;
        private final PlaceFinder place;
        private final IdList variables = new IdList();

        ClassifierColumn(MatchValue.Classifier classifier) {
            this.classifier = classifier;
            this.place = new PlaceFinder(classifier.place(), sets);
        }

        @Override
        public void add(FoundMatch match, int seen) {
            int row = match.find(place, classifier.place().running() ? seen : match.length());
            variables.add(row < 0 || row >= match.length() ? -1 : match.variable(row));
        }

        @Override
        public Column take(int count) {
            Column column = NullRows.gather(names, variables.ids(), count, Type.VARCHAR);
            clear();
            return column;
        }

        @Override
        public void clear() {
            variables.clear();
        }
    }

    private static final class NumberColumn implements ValueColumn {
        private long[] numbers = new long[16];
        private int size;

        @Override
        public void add(FoundMatch match, int seen) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = match.number();
        }

        @Override
        public Column take(int count) {
            clear();
            return new LongColumn(count, Arrays.copyOf(numbers, count), null);
        }

        @Override
        public void clear() {
            size = 0;
        }
    }

    /** One state per match, or per row where only the rows up to that one count. */
    private final class AggregatedColumn implements ValueColumn {
        private final MatchValue.Aggregated aggregated;
        private final int set;
        private final boolean perRow;
        private final AggregateStates states;
        private final IdList stateOfRow = new IdList();
        private final IdList ids = new IdList();
        private final IdList stateOfId = new IdList();
        private final int[] one = new int[1];
        private int last = -1;

        AggregatedColumn(MatchValue.Aggregated aggregated) {
            this.aggregated = aggregated;
            this.set = sets.indexOf(aggregated.variables());
            this.perRow = allRows && aggregated.running();
            this.states =
                    new AggregateStates(MatchScope.call(aggregated), MatchScope.argument(aggregated, input), compiler);
        }

        @Override
        public void begin(FoundMatch match) {
            states.begin(++last);
            for (int i = 0; !perRow && i < match.count(set); i++) {
                ids.add(match.id(match.row(set, i)));
                stateOfId.add(last);
            }
        }

        @Override
        public void pass(FoundMatch match, int row) {
            if (perRow) {
                states.beginWith(last + 1, last);
                last++;
                if (sets.contains(set, match.variable(row))) {
                    one[0] = match.id(row);
                    int[] state = {last};
                    states.add(arguments(one, 1), state);
                }
            }
        }

        @Override
        public void add(FoundMatch match, int seen) {
            stateOfRow.add(last);
        }

        @Override
        public Column take(int count) {
            if (ids.size() > 0) {
                states.add(arguments(ids.ids(), ids.size()), stateOfId.ids());
            }
            Column column = states.results(stateOfRow.ids(), count);
            clear();
            return column;
        }

        @Override
        public void clear() {
            last = -1;
            stateOfRow.clear();
            ids.clear();
            stateOfId.clear();
        }

        private Page arguments(int[] chosen, int count) {
            return new Page(
                    count,
                    aggregated.column().isPresent()
                            ? new Column[] {
                                rows.store(aggregated.column().getAsInt()).gather(chosen, count)
                            }
                            : new Column[0],
                    null);
        }
    }
}
