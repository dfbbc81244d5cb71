package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.MatchRecognize.Definition;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.Union;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.MatchRows;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Translates MATCH_RECOGNIZE. */
final class MatchTranslation {

    private final GraphBuilder graph;

    MatchTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(MatchRows match) {
        MatchRows.Clause clause = match.clause();
        Node input = graph.translate(match.getInput());
        if (!input.stream().appendOnly() && (graph.planning().continuous() || !readsRowsOnly(input.stream()))) {
            throw refused(
                    clause.position(),
                    "MATCH_RECOGNIZE needs rows that are only ever added, but its input takes rows back; search the stream"
                            + " before it is grouped or joined, or a derived stream (CREATE STREAM … AS SELECT STREAM …)");
        }
        OptionalInt time = time(input, clause);
        Node placed = clause.partition().isEmpty()
                ? input.exchanged(Distribution.SINGLE)
                : input.distributedBy(clause.partition());
        List<Definition> definitions = clause.conditions().stream()
                .map(condition -> new Definition(
                        condition.variable(),
                        condition.values(),
                        expression(List.of(), condition.values(), condition.predicate())))
                .toList();
        List<Expression> outputs = clause.outputs().stream()
                .map(output -> expression(input.rowType().fields(), clause.values(), output))
                .toList();
        DStream stream = new MatchRecognize(
                placed.stream(),
                clause.partition(),
                clause.order(),
                time,
                clause.variables(),
                clause.pattern(),
                definitions,
                clause.values(),
                outputs,
                clause.allRows(),
                clause.after(),
                clause.within(),
                TypeConversion.rowType(match.getRowType()));
        Facts facts = placed.facts().moved(column -> given(clause.outputs(), column));
        return new Node(stream, facts.withTimes(Map.of()).withKey(Optional.empty()));
    }

    private Expression expression(List<Field> before, List<MatchValue> values, RexNode node) {
        List<Field> fields = new ArrayList<>(before);
        for (MatchValue value : values) {
            fields.add(new Field("v" + fields.size(), value.type(), value.nullable()));
        }
        return new ExpressionTranslator(new RowType(fields), graph.planning().rex()).translate(node);
    }

    /** Where a column of the input is given out; −1 for nowhere. */
    private static int given(List<RexNode> outputs, int column) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) instanceof RexInputRef reference && reference.getIndex() == column) {
                return i;
            }
        }
        return -1;
    }

    private OptionalInt time(Node input, MatchRows.Clause clause) {
        int first = clause.order().get(0).column();
        boolean fine = Ticks.isFine(input.rowType().type(first));
        if (fine && (graph.planning().continuous() || clause.within().isPresent())) {
            throw refused(
                    clause.orderPosition(),
                    "MATCH_RECOGNIZE counts time in milliseconds, but \""
                            + input.rowType().field(first).name() + "\" is a "
                            + input.rowType().type(first).sql()
                            + "; order by a column that is CAST(… AS TIMESTAMP(3)), and then by this one");
        }
        boolean timed = input.facts()
                .time(first)
                .filter(fact -> fact.kind() == TimeFact.Kind.EVENT_TIME)
                .isPresent();
        if (!timed && graph.planning().continuous()) {
            throw refused(
                    clause.orderPosition(),
                    "in a query that goes on, the ORDER BY of MATCH_RECOGNIZE must begin with the column that has the"
                            + " WATERMARK, because only the watermark tells when no earlier row can come;"
                            + " declare WATERMARK FOR "
                            + input.rowType().field(first).name() + " AS "
                            + input.rowType().field(first).name() + " - INTERVAL '5' SECOND in CREATE STREAM");
        }
        return timed || clause.within().isPresent() ? OptionalInt.of(first) : OptionalInt.empty();
    }

    /** Whether a query that ends sees each row once, because it only reads what is there. */
    private static boolean readsRowsOnly(DStream node) {
        boolean reads = node instanceof Source
                || node instanceof Filter
                || node instanceof Project
                || node instanceof Exchange
                || node instanceof Union;
        return node.appendOnly() || reads && node.inputs().stream().allMatch(MatchTranslation::readsRowsOnly);
    }

    private static UnplannableException refused(SqlParserPos position, String message) {
        return new UnplannableException(
                ErrorCode.INVALID_QUERY, new Construct(Construct.Kind.QUERY, "", position), message);
    }
}
