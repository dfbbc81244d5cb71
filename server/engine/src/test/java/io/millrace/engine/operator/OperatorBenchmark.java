package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.source;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.SessionWindow.Emission;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** Prints nanoseconds of CPU per row of single operators on one thread; run by hand, with the names of cases or none for all. */
final class OperatorBenchmark {

    private static final int ROWS = 4_000_000;
    private static final int BATCH_PAGES = 16;
    private static final int ROUNDS = 5;

    private final ClassCompiler compiler = new ClassCompiler(OperatorBenchmark.class.getClassLoader());
    private long emittedRows;

    private OperatorBenchmark() {}

    public static void main(String[] names) {
        OperatorBenchmark benchmark = new OperatorBenchmark();
        List<String> chosen = List.of(names);
        for (Case benchmarkCase : benchmark.cases()) {
            if (chosen.isEmpty() || chosen.contains(benchmarkCase.name())) {
                benchmark.run(benchmarkCase);
            }
        }
    }

    /** One shape to measure: pages by input, fed in turn; {@code time} is the event-time column or −1. */
    private record Case(String name, DStream node, List<List<Page>> inputs, int time) {}

    private List<Case> cases() {
        DStream bids = source(true, Type.BIGINT, Type.TIMESTAMP, Type.BIGINT);
        DStream words = source(true, Type.VARCHAR, Type.BIGINT);
        List<Case> cases = new ArrayList<>();
        Aggregate count = AggregateOperatorTest.aggregate(
                bids, List.of(0), AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT));
        cases.add(new Case("count-1k", count, List.of(bids(1_000, 1)), -1));
        cases.add(new Case("count-1m", count, List.of(bids(1_000_000, 2)), -1));
        cases.add(new Case(
                "max-1m",
                AggregateOperatorTest.aggregate(
                        bids, List.of(0), AggregateOperatorTest.call(AggregateFunction.MAX, Type.BIGINT, 2)),
                List.of(bids(1_000_000, 3)),
                -1));
        cases.add(new Case(
                "count-strings-100k",
                AggregateOperatorTest.aggregate(
                        words, List.of(0), AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT)),
                List.of(words(100_000, 4)),
                -1));
        cases.add(new Case(
                "count-distinct",
                AggregateOperatorTest.aggregate(
                        bids, List.of(0), AggregateOperatorTest.distinct(AggregateFunction.COUNT, Type.BIGINT, 2)),
                List.of(bids(100, 5)),
                -1));
        cases.add(new Case(
                "join-1m",
                JoinOperatorTest.join(JoinKind.INNER, bids, bids, List.of(0)),
                List.of(unique(1_000_000), bids(1_000_000, 6)),
                -1));
        cases.add(new Case("hop-count-close", hop(bids), List.of(bids(10_000, 7)), 1));
        cases.add(new Case(
                "top-10-by-key",
                TopNOperatorTest.topN(bids, List.of(0), List.of(new SortKey(2, true, false)), 0, 10, false),
                List.of(bids(100_000, 8)),
                -1));
        cases.add(new Case("session-count-close", sessions(bids, Emission.ON_CLOSE), List.of(bids(10_000, 9)), 1));
        cases.add(new Case("session-count-update", sessions(bids, Emission.ON_UPDATE), List.of(bids(10_000, 10)), 1));
        cases.add(new Case("session-rows", sessionWindow(bids, Emission.ON_CLOSE), List.of(bids(10_000, 11)), 1));
        cases.add(new Case("window-close", new WindowClose(bids, 1), List.of(bids(10_000, 12)), 1));
        cases.add(new Case("match-v-shape", vShape(bids), List.of(bids(10_000, 13)), 1));
        return cases;
    }

    /** Sessions of keys that have two rows in a gap, on average. */
    private static SessionWindow sessionWindow(DStream bids, Emission emission) {
        return new SessionWindow(
                bids,
                1,
                List.of(0),
                2_000,
                emission,
                true,
                OperatorCheck.rowType(
                        Type.BIGINT, Type.TIMESTAMP, Type.BIGINT, Type.TIMESTAMP, Type.TIMESTAMP, Type.TIMESTAMP));
    }

    /** Bids per bidder and session: the shape of Nexmark q11. */
    private static DStream sessions(DStream bids, Emission emission) {
        return new SessionAggregate(
                sessionWindow(bids, emission),
                List.of(0, 3, 4),
                List.of(AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT)),
                OperatorCheck.rowType(Type.BIGINT, Type.TIMESTAMP, Type.TIMESTAMP, Type.BIGINT));
    }

    /** Values of a key that fall and rise again. */
    private static DStream vShape(DStream bids) {
        Expression value = new ColumnReference(0, Type.BIGINT, true);
        Expression previous = new ColumnReference(1, Type.BIGINT, true);
        List<MatchRecognize.Definition> definitions = new ArrayList<>();
        for (int variable = 1; variable <= 2; variable++) {
            List<MatchValue> values = List.of(
                    new MatchValue.Navigation(
                            new MatchValue.Place(List.of(variable), false, 0, 0, true), 2, Type.BIGINT, true),
                    new MatchValue.Navigation(
                            new MatchValue.Place(List.of(variable), false, 0, -1, true), 2, Type.BIGINT, true));
            Function comparison = variable == 1 ? Function.LESS : Function.GREATER;
            definitions.add(new MatchRecognize.Definition(
                    variable, values, new Call(comparison, List.of(value, previous), Type.BOOLEAN, true)));
        }
        RowPattern fall =
                new RowPattern.Quantified(new RowPattern.Variable(1), 1, RowPattern.Quantified.UNBOUNDED, false);
        RowPattern rise =
                new RowPattern.Quantified(new RowPattern.Variable(2), 1, RowPattern.Quantified.UNBOUNDED, false);
        return new MatchRecognize(
                bids,
                List.of(0),
                List.of(new SortKey(1, false, false)),
                OptionalInt.of(1),
                List.of("A", "B", "C"),
                new RowPattern.Concatenation(List.of(new RowPattern.Variable(0), fall, rise)),
                definitions,
                List.of(),
                List.of(value),
                false,
                new MatchRecognize.AfterMatch(MatchRecognize.Skip.PAST_LAST_ROW, List.of()),
                OptionalLong.empty(),
                OperatorCheck.rowType(Type.BIGINT));
    }

    /** Bids per auction in windows of 10 s every 2 s, when they close: the shape of Nexmark q5. */
    private static DStream hop(DStream bids) {
        WindowSpec spec = new WindowSpec(WindowSpec.Kind.HOP, 10_000, 2_000, 0, Optional.empty());
        DStream windows = WindowAssignOperatorTest.assign(bids, spec, true);
        Aggregate aggregate = AggregateOperatorTest.aggregate(
                windows,
                List.of(0, 3, 4),
                OptionalInt.of(2),
                AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT));
        return new WindowClose(aggregate, 2);
    }

    /** Rows (key, time, value): uniform keys, ten rows per millisecond. */
    private static List<Page> bids(int keys, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return pages(ROWS, row -> random.nextInt(keys), row -> row / 10, row -> random.nextLong(1_000_000));
    }

    private static List<Page> unique(int rows) {
        return pages(rows, row -> row, row -> row / 10, row -> row);
    }

    private static List<Page> pages(int rows, LongUnaryOperator key, LongUnaryOperator time, LongUnaryOperator value) {
        List<Page> pages = new ArrayList<>();
        for (long from = 0; from < rows; from += Page.MAX_ROWS) {
            int size = (int) Math.min(Page.MAX_ROWS, rows - from);
            long[][] columns = new long[3][size];
            for (int i = 0; i < size; i++) {
                columns[0][i] = key.applyAsLong(from + i);
                columns[1][i] = time.applyAsLong(from + i);
                columns[2][i] = value.applyAsLong(from + i);
            }
            Column[] built = new Column[3];
            for (int i = 0; i < 3; i++) {
                built[i] = new LongColumn(size, columns[i], null);
            }
            pages.add(new Page(size, built, null));
        }
        return pages;
    }

    private static List<Page> words(int keys, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Page> pages = new ArrayList<>();
        for (Page page : bids(keys, seed)) {
            byte[] data = new byte[page.size() * 16];
            int[] starts = new int[page.size()];
            int[] lengths = new int[page.size()];
            for (int i = 0; i < page.size(); i++) {
                byte[] word = ("user-" + random.nextInt(keys) + "@x.org").getBytes(StandardCharsets.UTF_8);
                starts[i] = i * 16;
                lengths[i] = Math.min(16, word.length);
                System.arraycopy(word, 0, data, starts[i], lengths[i]);
            }
            Column text = new BytesColumn(page.size(), data, starts, lengths, null);
            pages.add(new Page(page.size(), new Column[] {text, page.column(2)}, null));
        }
        return pages;
    }

    private void run(Case benchmarkCase) {
        double best = Double.MAX_VALUE;
        StringBuilder all = new StringBuilder();
        long stateBytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            BatchContext context = new BatchContext();
            List<Operator> operators = operators(benchmarkCase.node(), context);
            emittedRows = 0;
            long begin = cpuTime();
            long rows = feed(benchmarkCase, operators, context);
            double perRow = (cpuTime() - begin) / (double) rows;
            best = Math.min(best, perRow);
            all.append(String.format(" %.1f", perRow));
            stateBytes = operators.stream().mapToLong(Operator::stateBytes).sum();
        }
        System.out.printf(
                "%-20s best %6.1f ns/row  (rounds:%s)  emitted %d, state %d KB%n",
                benchmarkCase.name(), best, all, emittedRows, stateBytes / 1024);
    }

    /** CPU time rather than wall time, so that a busy machine spoils little. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The operators from the node down to its sources, the lowest first; joins are single. */
    private List<Operator> operators(DStream node, BatchContext context) {
        List<Operator> operators = new ArrayList<>();
        DStream at = node;
        while (!OperatorFactory.inputs(at).isEmpty()) {
            operators.add(0, new OperatorFactory(compiler).create(at, context));
            at = OperatorFactory.inputs(at).get(0);
        }
        return operators;
    }

    private long feed(Case benchmarkCase, List<Operator> operators, BatchContext context) {
        long rows = 0;
        int pages = benchmarkCase.inputs().stream().mapToInt(List::size).max().orElseThrow();
        for (int from = 0; from < pages; from += BATCH_PAGES) {
            long watermark = OperatorContext.NO_WATERMARK;
            for (int input = 0; input < benchmarkCase.inputs().size(); input++) {
                List<Page> all = benchmarkCase.inputs().get(input);
                for (Page page : all.subList(Math.min(from, all.size()), Math.min(from + BATCH_PAGES, all.size()))) {
                    rows += page.size();
                    if (benchmarkCase.time() >= 0) {
                        long[] times = ((LongColumn) page.column(benchmarkCase.time())).values();
                        watermark = Math.max(watermark, times[page.size() - 1]);
                    }
                }
            }
            context.beginBatch(watermark);
            for (int input = 0; input < benchmarkCase.inputs().size(); input++) {
                List<Page> all = benchmarkCase.inputs().get(input);
                for (Page page : all.subList(Math.min(from, all.size()), Math.min(from + BATCH_PAGES, all.size()))) {
                    process(operators, 0, input, page);
                }
            }
            for (int i = 0; i < operators.size(); i++) {
                int next = i + 1;
                operators.get(i).finish(page -> process(operators, next, 0, page));
            }
            operators.forEach(Operator::commit);
        }
        return rows;
    }

    private void process(List<Operator> operators, int at, int input, Page page) {
        if (at == operators.size()) {
            emittedRows += page.size();
            return;
        }
        operators.get(at).process(input, page, emitted -> process(operators, at + 1, 0, emitted));
    }
}
