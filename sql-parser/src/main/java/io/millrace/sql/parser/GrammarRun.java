package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParser;
import io.millrace.sql.parser.generated.ParseException;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/**
 * One pass of the grammar over the tokens of a statement.
 *
 * @param parameters how many {@code ?} there were
 */
record GrammarRun<T>(T result, int parameters) {
    private static final int LONGEST_NAME = 128;

    /** A production that reads up to the end. */
    interface Production<T> {
        T parse(GeneratedSqlParser parser) throws ParseException;
    }

    static <T> GrammarRun<T> run(List<Token> tokens, Production<T> production) {
        Parser parser = new Parser(tokens);
        try {
            return new GrammarRun<>(production.parse(parser), parser.parameters());
        } catch (ParseException e) {
            Token at = e.currentToken == null ? tokens.get(0) : e.currentToken.next;
            throw new SqlSyntaxException(Tokens.position(at), "unexpected \"" + at.image + "\"");
        } catch (StackOverflowError e) {
            throw new SqlSyntaxException(SqlParserPos.ZERO, "the statement is nested too deeply");
        }
    }

    private static final class Parser extends GeneratedSqlParser {
        Parser(List<Token> tokens) {
            super(new TokenReplay(tokens));
            setQuotedCasing(Casing.UNCHANGED);
            setUnquotedCasing(Casing.UNCHANGED);
            setIdentifierMaxLength(LONGEST_NAME);
            setConformance(SqlConformanceEnum.LENIENT);
        }

        int parameters() {
            return nDynamicParams;
        }
    }
}
