package io.millrace.planner.recursion;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Project;
import io.millrace.dstream.Recursion;
import io.millrace.dstream.Source;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.join.JoinKind;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.GraphRewriter;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;

/** Puts recursive queries into graphs, in the places where they are read. */
public final class RecursionGraph {

    private static final long MOST_ROUNDS = 10_000;

    private final Function<RelNode, DStream> translation;
    private final Map<String, DStream> results = new HashMap<>();

    /** @param translation of algebra into a graph */
    public RecursionGraph(Function<RelNode, DStream> translation) {
        this.translation = translation;
    }

    /** Adds a query that reads none but those added before. */
    public void add(RecursivePart part) {
        DStream seed = replaced(translation.apply(part.seed()));
        DStream step = replaced(translation.apply(part.step()));
        Body body = new Body(part, seed);
        DStream rounds = body.of(step);
        Optional<Position> place = ValidationFailure.position(part.place().getParserPosition());
        results.put(
                part.result().name().toString(),
                new Recursion(
                        part.name(),
                        body.inputs,
                        rounds,
                        part.all(),
                        part.result().rowType(),
                        MOST_ROUNDS,
                        place.map(Position::line).orElse(0),
                        place.map(Position::column).orElse(0)));
    }

    /** A graph with the recursive queries that it reads. */
    public DStream replaced(DStream node) {
        if (node instanceof Source source && results.containsKey(source.relation())) {
            DStream rows = results.get(source.relation());
            List<Expression> columns = source.columns().stream()
                    .map(column -> (Expression) ExpressionTranslator.column(rows.rowType(), column))
                    .toList();
            return new Project(rows, columns, source.rowType());
        }
        return GraphRewriter.withInputs(
                node, node.inputs().stream().map(this::replaced).toList());
    }

    /** The part of a step that depends on the rows that came last; all else becomes an input. */
    private static final class Body {

        private final RecursivePart part;
        private final String working;
        private final List<DStream> inputs = new ArrayList<>();
        private final Map<DStream, Source> known = new HashMap<>();

        Body(RecursivePart part, DStream seed) {
            this.part = part;
            this.working = part.working().name().toString();
            inputs.add(onePartition(seed));
        }

        private static DStream onePartition(DStream node) {
            DStream rows = node instanceof Exchange exchange ? exchange.input() : node;
            return new Exchange(rows, Distribution.SINGLE);
        }

        DStream of(DStream node) {
            if (!depends(node)) {
                return known.computeIfAbsent(node, this::input);
            }
            if (node instanceof Source source) {
                return new Source(Recursion.WORKING, source.columns(), source.rowType(), false);
            }
            if (node instanceof Exchange exchange) {
                return of(exchange.input());
            }
            refuse(node);
            return GraphRewriter.withInputs(
                    node, node.inputs().stream().map(this::of).toList());
        }

        private Source input(DStream node) {
            inputs.add(onePartition(node));
            RowType rowType = node.rowType();
            List<Integer> columns = IntStream.range(0, rowType.size()).boxed().toList();
            return new Source(Recursion.input(inputs.size() - 1), columns, rowType, false);
        }

        private boolean depends(DStream node) {
            return (node instanceof Source source && source.relation().equals(working))
                    || node.inputs().stream().anyMatch(this::depends);
        }

        /** What a step makes of several rows has to be what it makes of each of them. */
        private void refuse(DStream node) {
            boolean linear;
            if (node instanceof Join join) {
                boolean once = !(depends(join.left()) && depends(join.right()));
                linear = once
                        && (join.kind() == JoinKind.INNER || (join.kind() != JoinKind.FULL && depends(join.left())));
            } else if (node instanceof Union) {
                linear = node.inputs().stream().allMatch(this::depends);
            } else {
                linear = node instanceof Filter
                        || node instanceof Project
                        || node instanceof Unnest
                        || node instanceof WindowAssign;
            }
            if (!linear) {
                throw ValidationFailure.notSupported(
                        part.place(),
                        "the part of \"" + part.name()
                                + "\" that reads it can filter, compute and join its rows with others,"
                                + " once; group, sort, number and count them, or join them with themselves, where \""
                                + part.name() + "\" is read");
            }
        }
    }
}
