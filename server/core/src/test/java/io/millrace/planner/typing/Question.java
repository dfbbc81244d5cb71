package io.millrace.planner.typing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template with all its holes filled. */
record Question(String template, List<Argument> arguments) {

    private static final Pattern HOLE = Pattern.compile("\\{\\w+}");

    static List<String> holes(String template) {
        return HOLE.matcher(template)
                .results()
                .map(hole -> template.substring(hole.start() + 1, hole.end() - 1))
                .toList();
    }

    /** The expression, with columns named from the given number on. */
    String sql(int firstColumn) {
        Matcher holes = HOLE.matcher(template);
        StringBuilder sql = new StringBuilder();
        for (int i = 0; holes.find(); i++) {
            Argument argument = arguments.get(i);
            String text = argument.constant() ? argument.value().literal() : "c" + (firstColumn + i);
            holes.appendReplacement(sql, Matcher.quoteReplacement(text));
        }
        return holes.appendTail(sql).toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(sql(0));
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            if (!argument.constant()) {
                text.append(i == 0 ? "  with " : ", ").append("c").append(i).append(" = ");
                text.append(Value.text(argument.value().boxed(), argument.type()))
                        .append(' ')
                        .append(argument.type().sql());
                text.append(argument.nullable() ? "" : " NOT NULL");
            }
        }
        return text.toString();
    }
}
