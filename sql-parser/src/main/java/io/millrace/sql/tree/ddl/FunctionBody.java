package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What a function does: {@code [LANGUAGE …] [NOT DETERMINISTIC] AS …}. */
public final class FunctionBody extends TreeNode {

    /** What a body is written in. */
    public enum Language {
        /** An expression, or a query when the function gives a table. */
        SQL,
        /** The name of a static method. */
        JAVA;

        /** The language of that name. */
        public static Language of(SqlIdentifier name) {
            for (Language language : values()) {
                if (language.name().equals(name.getSimple().toUpperCase(Locale.ROOT))) {
                    return language;
                }
            }
            throw new SqlSyntaxException(
                    name.getParserPosition(), "functions are written in SQL or JAVA, not in " + name.getSimple());
        }
    }

    private final Language language;
    private final boolean deterministic;
    private final SqlNode content;

    /** @param content an expression, a query, or the name of a method as text */
    public FunctionBody(SqlParserPos position, Language language, boolean deterministic, SqlNode content) {
        super(position);
        this.language = language;
        this.deterministic = deterministic;
        this.content = content;
    }

    public Language language() {
        return language;
    }

    /** Whether equal arguments are said to give equal results. */
    public boolean deterministic() {
        return deterministic;
    }

    public SqlNode content() {
        return content;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(content);
    }

    @Override
    public FunctionBody clone(SqlParserPos position) {
        return new FunctionBody(position, language, deterministic, content);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (language != Language.SQL) {
            writer.keyword("LANGUAGE " + language);
        }
        if (!deterministic) {
            writer.keyword("NOT DETERMINISTIC");
        }
        writer.keyword("AS");
        content.unparse(writer, 0, 0);
    }
}
