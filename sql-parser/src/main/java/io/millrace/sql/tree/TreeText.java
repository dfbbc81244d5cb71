package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;

/** Writes a tree as SQL of this dialect, on one line; parsing the text gives an equal tree. */
public final class TreeText {
    private static final SqlDialect DIALECT = new Dialect();

    private TreeText() {}

    public static String of(SqlNode node) {
        SqlPrettyWriter writer = new SqlPrettyWriter(SqlPrettyWriter.config()
                .withDialect(DIALECT)
                .withAlwaysUseParentheses(false)
                .withSelectListItemsOnSeparateLines(false)
                .withUpdateSetListNewline(false)
                .withClauseStartsLine(false)
                .withIndentation(0));
        node.unparse(writer, 0, 0);
        return joinLines(writer.toString());
    }

    /** Calcite starts some clauses on a new line; line ends inside quotes belong to the text. */
    private static String joinLines(String text) {
        StringBuilder line = new StringBuilder(text.length());
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            line.append(c == '\n' && quote == 0 ? ' ' : c);
        }
        return line.toString();
    }

    private static final class Dialect extends SqlDialect {
        Dialect() {
            super(CalciteSqlDialect.DEFAULT_CONTEXT);
        }

        /** Text outside ASCII is written as it is, not as escapes. */
        @Override
        public void quoteStringLiteral(StringBuilder text, String charset, String value) {
            text.append('\'').append(value.replace("'", "''")).append('\'');
        }
    }
}
