package io.millrace.planner;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the parts of a MATCH_RECOGNIZE as text, for {@link GraphPrinter}. */
final class MatchPrinter implements RowPattern.Visitor<String>, MatchValue.Visitor<String> {

    private final MatchRecognize match;

    private MatchPrinter(MatchRecognize match) {
        this.match = match;
    }

    /** The pattern, its conditions, what is given out and where the search goes on. */
    static String print(MatchRecognize match) {
        MatchPrinter printer = new MatchPrinter(match);
        return "(" + match.pattern().accept(printer) + ")" + printer.definitions() + printer.outputs()
                + printer.after();
    }

    private String definitions() {
        return match.definitions().stream()
                .map(definition -> ", " + match.variables().get(definition.variable()) + " AS "
                        + ExpressionPrinter.print(definition.predicate(), scope(List.of(), definition.values())))
                .collect(Collectors.joining());
    }

    private RowType scope(List<Field> before, List<MatchValue> values) {
        List<Field> fields = new ArrayList<>(before);
        values.forEach(value -> fields.add(new Field(value.accept(this), value.type(), value.nullable())));
        return new RowType(fields);
    }

    private String outputs() {
        RowType scope = scope(match.input().rowType().fields(), match.values());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < match.outputs().size(); i++) {
            String expression = ExpressionPrinter.print(match.outputs().get(i), scope);
            String name = match.rowType().field(i).name();
            columns.add(expression.equals(name) ? name : expression + " AS " + name);
        }
        return ", gives out " + String.join(", ", columns) + (match.allRows() ? " of all rows" : "");
    }

    private String after() {
        return switch (match.after().skip()) {
            case PAST_LAST_ROW -> "";
            case TO_NEXT_ROW -> ", then skips to next row";
            case TO_FIRST -> ", then skips to first " + named(match.after().variables());
            case TO_LAST -> ", then skips to last " + named(match.after().variables());
        };
    }

    private String named(List<Integer> variables) {
        return variables.stream().map(match.variables()::get).collect(Collectors.joining("|"));
    }

    private String parts(List<RowPattern> parts, String separator) {
        return parts.stream().map(part -> grouped(part)).collect(Collectors.joining(separator));
    }

    private String grouped(RowPattern part) {
        boolean alone = part instanceof RowPattern.Variable
                || part instanceof RowPattern.Quantified
                || part instanceof RowPattern.Permutation
                || part instanceof RowPattern.Exclusion;
        return alone ? part.accept(this) : "(" + part.accept(this) + ")";
    }

    @Override
    public String visit(RowPattern.Variable variable) {
        return match.variables().get(variable.variable());
    }

    @Override
    public String visit(RowPattern.Concatenation concatenation) {
        return parts(concatenation.parts(), " ");
    }

    @Override
    public String visit(RowPattern.Alternation alternation) {
        return parts(alternation.parts(), " | ");
    }

    @Override
    public String visit(RowPattern.Permutation permutation) {
        return "PERMUTE("
                + permutation.parts().stream().map(part -> part.accept(this)).collect(Collectors.joining(", ")) + ")";
    }

    @Override
    public String visit(RowPattern.Quantified quantified) {
        boolean unbounded = quantified.most() == RowPattern.Quantified.UNBOUNDED;
        String quantifier =
                "{" + quantified.least() + "," + (unbounded ? "" : Integer.toString(quantified.most())) + "}";
        if (unbounded && quantified.least() < 2) {
            quantifier = quantified.least() == 0 ? "*" : "+";
        } else if (quantified.least() == quantified.most()) {
            quantifier = "{" + quantified.least() + "}";
        } else if (quantified.least() == 0 && quantified.most() == 1) {
            quantifier = "?";
        }
        String part = quantified.part() instanceof RowPattern.Quantified
                ? "(" + quantified.part().accept(this) + ")"
                : grouped(quantified.part());
        return part + quantifier + (quantified.reluctant() ? "?" : "");
    }

    @Override
    public String visit(RowPattern.Exclusion exclusion) {
        return "{- " + exclusion.part().accept(this) + " -}";
    }

    private String at(MatchValue.Place place, String what) {
        String value = place.variables().isEmpty() ? what : named(place.variables()) + "." + what;
        boolean plain = !place.first() && place.offset() == 0;
        if (!plain || !place.running()) {
            value = (place.running() ? "" : "FINAL ") + (place.first() ? "FIRST(" : "LAST(") + value
                    + (place.offset() == 0 ? "" : ", " + place.offset()) + ")";
        }
        if (place.shift() != 0) {
            int rows = Math.abs(place.shift());
            value = (place.shift() < 0 ? "PREV(" : "NEXT(") + value + (rows == 1 ? "" : ", " + rows) + ")";
        }
        return value;
    }

    @Override
    public String visit(MatchValue.Navigation navigation) {
        return at(
                navigation.place(),
                match.input().rowType().field(navigation.column()).name());
    }

    @Override
    public String visit(MatchValue.Classifier classifier) {
        return at(classifier.place(), "CLASSIFIER()");
    }

    @Override
    public String visit(MatchValue.MatchNumber matchNumber) {
        return "MATCH_NUMBER()";
    }

    @Override
    public String visit(MatchValue.Aggregated aggregated) {
        String column = aggregated.column().isPresent()
                ? match.input().rowType().field(aggregated.column().getAsInt()).name()
                : "*";
        String variables = aggregated.variables().isEmpty() ? "" : named(aggregated.variables()) + ".";
        return (aggregated.running() ? "" : "FINAL ") + aggregated.function() + "(" + variables + column + ")";
    }
}
