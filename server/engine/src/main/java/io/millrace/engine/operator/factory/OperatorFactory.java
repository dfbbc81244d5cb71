package io.millrace.engine.operator.factory;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.DStreamVisitor;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Negate;
import io.millrace.dstream.Over;
import io.millrace.dstream.Project;
import io.millrace.dstream.Recursion;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.TopN;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.WindowFill;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.PairPredicate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.lookup.Lookups;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.aggregate.AggregateOperator;
import io.millrace.engine.operator.aggregate.ClosingAggregateOperator;
import io.millrace.engine.operator.aggregate.HopAggregateOperator;
import io.millrace.engine.operator.aggregate.HopAggregation;
import io.millrace.engine.operator.join.AsofJoinOperator;
import io.millrace.engine.operator.join.AwaitedJoinOperator;
import io.millrace.engine.operator.join.BufferedJoinOperator;
import io.millrace.engine.operator.join.JoinOperator;
import io.millrace.engine.operator.join.LookupJoinOperator;
import io.millrace.engine.operator.over.OverOperator;
import io.millrace.engine.operator.over.ReleasingOverOperator;
import io.millrace.engine.operator.pattern.MatchRecognizeOperator;
import io.millrace.engine.operator.rows.RecursionOperator;
import io.millrace.engine.operator.rows.StatelessOperator;
import io.millrace.engine.operator.rows.UnnestOperator;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.engine.operator.session.SessionAggregateOperator;
import io.millrace.engine.operator.session.SessionWindowOperator;
import io.millrace.engine.operator.topn.TopNOperator;
import io.millrace.engine.operator.window.TemporalFilterOperator;
import io.millrace.engine.operator.window.WindowAssignOperator;
import io.millrace.engine.operator.window.WindowCloseOperator;
import io.millrace.engine.operator.window.WindowFillOperator;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Makes the operator of a DStream. One operator may serve several nodes: a chain of filters and projections, or an aggregate with
 * the closing of its windows and their assignment; {@link #inputs} tells which DStreams feed the operator of a node (they may
 * be nodes that the graph does not have, such as an exchange moved below the assignment of windows).
 *
 * <p>Thread-safe; the operators are not.
 */
public final class OperatorFactory {

    private final ClassCompiler compiler;
    private final ChainCompiler chains;
    private final Lookups lookups;

    /** For queries that look nothing up outside. */
    public OperatorFactory(ClassCompiler compiler) {
        this(compiler, new Lookups());
    }

    public OperatorFactory(ClassCompiler compiler, Lookups lookups) {
        this.compiler = compiler;
        this.lookups = lookups;
        this.chains = new ChainCompiler(compiler);
    }

    /** The operator that computes {@code node} from {@link #inputs inputs(node)}. Sources and exchanges have none. */
    public Operator create(DStream node, OperatorContext context) {
        return node.accept(new Creation(context));
    }

    /** The DStreams whose deltas the operator of {@code node} takes, in the order of its input numbers. */
    public static List<DStream> inputs(DStream node) {
        if (isLinear(node)) {
            return List.of(chain(node).get(0).inputs().get(0));
        }
        Optional<HopAggregation> hop = HopAggregation.of(node);
        if (hop.isPresent()) {
            return List.of(hop.get().input());
        }
        Optional<Aggregate> closing = closingAggregate(node);
        return closing.isPresent() ? closing.get().inputs() : node.inputs();
    }

    /**
     * The nodes that the operator of {@code node} serves, the lowest first: the whole chain for filters and projections, a node
     * alone otherwise.
     */
    public static List<DStream> chain(DStream node) {
        ArrayDeque<DStream> chain = new ArrayDeque<>();
        chain.addFirst(node);
        while (isLinear(chain.getFirst()) && isLinear(chain.getFirst().inputs().get(0))) {
            chain.addFirst(chain.getFirst().inputs().get(0));
        }
        return List.copyOf(chain);
    }

    private static boolean isLinear(DStream node) {
        return node instanceof Filter || node instanceof Project;
    }

    /** The aggregate below a WindowClose whose groups close with the windows: both are one operator. */
    private static Optional<Aggregate> closingAggregate(DStream node) {
        if (node instanceof WindowClose close
                && close.input() instanceof Aggregate aggregate
                && close.windowEnd() < aggregate.keys().size()) {
            return Optional.of(aggregate);
        }
        return Optional.empty();
    }

    private final class Creation implements DStreamVisitor<Operator> {

        private final OperatorContext context;

        Creation(OperatorContext context) {
            this.context = context;
        }

        @Override
        public Operator visit(Source source) {
            throw new IllegalStateException("a source has no operator");
        }

        @Override
        public Operator visit(Values values) {
            return new ValuesOperator(values, context);
        }

        @Override
        public Operator visit(WindowAssign windowAssign) {
            return new WindowAssignOperator(windowAssign, context);
        }

        @Override
        public Operator visit(Unnest unnest) {
            return new UnnestOperator(unnest);
        }

        @Override
        public Operator visit(Union union) {
            return new StatelessOperator(page -> page);
        }

        @Override
        public Operator visit(Negate negate) {
            return new StatelessOperator(Page::negate);
        }

        @Override
        public Operator visit(Exchange exchange) {
            throw new IllegalStateException("an exchange has no operator");
        }

        @Override
        public Operator visit(Join join) {
            Optional<PairPredicate> residual = residual(join.residual(), join.left(), join.right());
            Optional<Integer> buffered = BufferedJoinOperator.bufferedInput(join);
            return buffered.isPresent()
                    ? BufferedJoinOperator.create(join, buffered.get(), context, residual, compiler)
                    : new JoinOperator(join, context, residual, compiler);
        }

        private Optional<PairPredicate> residual(Optional<Expression> residual, DStream left, DStream right) {
            return residual.map(predicate -> chains.compilePairPredicate(predicate, left.rowType(), right.rowType()));
        }

        @Override
        public Operator visit(LookupJoin join) {
            return new LookupJoinOperator(
                    join, context, residual(join.residual(), join.left(), join.right()), compiler);
        }

        @Override
        public Operator visit(AwaitedJoin join) {
            return new AwaitedJoinOperator(join, context, lookups, compiler);
        }

        @Override
        public Operator visit(Recursion recursion) {
            return new RecursionOperator(recursion, context, compiler);
        }

        @Override
        public Operator visit(TopN topN) {
            return new TopNOperator(topN, context, compiler);
        }

        @Override
        public Operator visit(Filter filter) {
            return chainOperator(filter);
        }

        @Override
        public Operator visit(Project project) {
            return chainOperator(project);
        }

        private Operator chainOperator(DStream top) {
            RowType input = inputs(top).get(0).rowType();
            PageFunction function = chains.compile(chain(top), input).newInstance();
            return new StatelessOperator(page -> function.apply(page, context));
        }

        @Override
        public Operator visit(Over over) {
            if (over.release().isPresent()) {
                return new ReleasingOverOperator(over, context, compiler);
            }
            return new OverOperator(over, compiler);
        }

        @Override
        public Operator visit(MatchRecognize match) {
            return new MatchRecognizeOperator(match, context, chains, compiler);
        }

        @Override
        public Operator visit(Aggregate aggregate) {
            return new AggregateOperator(aggregate, context, compiler);
        }

        @Override
        public Operator visit(WindowClose windowClose) {
            Optional<HopAggregation> hop = HopAggregation.of(windowClose);
            if (hop.isPresent()) {
                return new HopAggregateOperator(hop.get(), context, compiler);
            }
            Optional<Aggregate> aggregate = closingAggregate(windowClose);
            if (aggregate.isPresent()) {
                return new ClosingAggregateOperator(aggregate.get(), windowClose.windowEnd(), context, compiler);
            }
            return new WindowCloseOperator(windowClose, context, compiler);
        }

        @Override
        public Operator visit(SessionWindow sessionWindow) {
            return new SessionWindowOperator(sessionWindow, context, compiler);
        }

        @Override
        public Operator visit(SessionAggregate sessionAggregate) {
            return new SessionAggregateOperator(sessionAggregate, context, compiler);
        }

        @Override
        public Operator visit(AsofJoin asofJoin) {
            return new AsofJoinOperator(asofJoin, context, compiler);
        }

        @Override
        public Operator visit(TemporalFilter temporalFilter) {
            return new TemporalFilterOperator(temporalFilter, context, compiler);
        }

        @Override
        public Operator visit(WindowFill windowFill) {
            return new WindowFillOperator(windowFill, context, compiler);
        }
    }
}
