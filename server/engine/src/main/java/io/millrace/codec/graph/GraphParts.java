package io.millrace.codec.graph;

import io.millrace.codec.Encoder;
import io.millrace.codec.TypeCodec;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.RowType;
import java.util.HashMap;
import java.util.IdentityHashMap;

/** The parts of a graph that is being written. Objects that the graph shares are written once. */
final class GraphParts {

    private final PartList<String> texts = new PartList<>(new HashMap<>());
    private final PartList<RowType> rowTypes = new PartList<>(new HashMap<>());
    private final PartList<Expression> expressions = new PartList<>(new IdentityHashMap<>());
    private final PartList<RowPattern> patterns = new PartList<>(new IdentityHashMap<>());
    private final PartList<DStream> nodes = new PartList<>(new IdentityHashMap<>());

    int number(String text) {
        return texts.number(text, out -> out.putText(text));
    }

    int number(RowType rowType) {
        return rowTypes.number(rowType, out -> TypeCodec.put(rowType, out));
    }

    int number(Expression expression) {
        return expressions.number(
                expression, out -> expression.accept(new ExpressionEncoder(new GraphOutput(this, out))));
    }

    int number(RowPattern pattern) {
        return patterns.number(pattern, out -> pattern.accept(new PatternEncoder(new GraphOutput(this, out))));
    }

    int number(DStream node) {
        return nodes.number(node, out -> node.accept(new NodeEncoder(new GraphOutput(this, out))));
    }

    void writeTo(Encoder out) {
        texts.writeTo(out);
        rowTypes.writeTo(out);
        expressions.writeTo(out);
        patterns.writeTo(out);
        nodes.writeTo(out);
    }
}
