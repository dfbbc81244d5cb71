package io.millrace.codec.graph;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.error.Position;
import java.util.Optional;

/** Writes one expression. */
record ExpressionEncoder(GraphOutput out) implements ExpressionVisitor<GraphOutput> {

    @Override
    public GraphOutput visit(ColumnReference reference) {
        return out.kind(ExpressionKind.COLUMN)
                .number(reference.index())
                .type(reference.type())
                .flag(reference.nullable());
    }

    @Override
    public GraphOutput visit(Literal literal) {
        out.kind(ExpressionKind.LITERAL).type(literal.type());
        LiteralValues.put(literal.value().orElse(null), out.encoder(), 0);
        return out;
    }

    @Override
    public GraphOutput visit(Placeholder parameter) {
        return out.kind(ExpressionKind.PLACEHOLDER).number(parameter.index()).type(parameter.type());
    }

    private GraphOutput begun(ExpressionKind plain, ExpressionKind placed, Optional<Position> position) {
        return position.map(place -> out.kind(placed).number(place.line()).number(place.column()))
                .orElseGet(() -> out.kind(plain));
    }

    @Override
    public GraphOutput visit(Call call) {
        return begun(ExpressionKind.CALL, ExpressionKind.PLACED_CALL, call.position())
                .kind(call.function())
                .expressions(call.arguments())
                .type(call.type())
                .flag(call.nullable());
    }

    @Override
    public GraphOutput visit(SourceCall call) {
        return begun(ExpressionKind.SOURCE_CALL, ExpressionKind.PLACED_SOURCE_CALL, call.position())
                .text(call.name())
                .text(call.body())
                .expressions(call.arguments())
                .type(call.type())
                .flag(call.nullable());
    }
}
