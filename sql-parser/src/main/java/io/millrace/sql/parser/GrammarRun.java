package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParser;
import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.ParseException;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/**
 * One pass of the grammar over the tokens of a statement.
 *
 * @param parameters how many {@code ?} there were
 */
record GrammarRun<T>(T result, int parameters) {
    private static final int LONGEST_NAME = 128;
    private static final int DEEPEST_NESTING = 200;

    /** A production that reads up to the end. */
    interface Production<T> {
        T parse(GeneratedSqlParser parser) throws ParseException;
    }

    static <T> GrammarRun<T> run(List<Token> tokens, Production<T> production) throws Rejection {
        checkNesting(tokens);
        Parser parser = new Parser(tokens);
        try {
            return new GrammarRun<>(production.parse(parser), parser.parameters());
        } catch (ParseException e) {
            throw Rejection.of(e);
        } catch (CalciteContextException e) {
            throw Rejection.of(e);
        } catch (StackOverflowError e) {
            throw tooDeep(tokens.get(0));
        }
    }

    private static void checkNesting(List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            if (token.kind == GeneratedSqlParserConstants.LPAREN) {
                depth++;
            } else if (token.kind == GeneratedSqlParserConstants.RPAREN) {
                depth--;
            }
            if (depth > DEEPEST_NESTING) {
                throw tooDeep(token);
            }
        }
    }

    private static SqlSyntaxException tooDeep(Token token) {
        return new SqlSyntaxException(
                Tokens.position(token), "the statement is nested too deeply; take parts of it into views");
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
