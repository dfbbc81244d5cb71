package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParser;
import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The door to the grammar: text in, trees out. Safe for use by several threads.
 *
 * <p>Names keep their case, double quotes quote them. A text that is no statement of this dialect is refused with a
 * {@link SqlSyntaxException} whose position is in the text that was given.
 */
public final class SqlParsing {
    private SqlParsing() {}

    /** The statements of a script, separated by semicolons; none if there are only blanks and comments. */
    public static List<ParsedStatement> parseScript(String script) {
        SourceText source = new SourceText(script);
        List<ParsedStatement> statements = new ArrayList<>();
        for (ScannedStatement scanned : ScannedStatement.split(source, Scanner.scan(source))) {
            statements.add(parse(scanned));
        }
        return statements;
    }

    /** Exactly one statement; a semicolon behind it is allowed. */
    public static ParsedStatement parseStatement(String sql) {
        SourceText source = new SourceText(sql);
        return parse(single(source, "statement"));
    }

    /**
     * A statement with schemas before names. Everything else, and its text, stays where it is.
     *
     * @param schemas by where the name begins in the text
     */
    public static ParsedStatement withSchemas(ParsedStatement statement, Map<Integer, String> schemas) {
        SourceText source = new SourceText(statement.text());
        SqlParserPos begin = statement.position();
        List<Token> tokens = new ArrayList<>();
        int names = 0;
        for (Token token : single(source, "statement").resolved()) {
            Token placed = Tokens.moved(token, begin.getLineNum() - 1, begin.getColumnNum() - 1);
            String schema = token.kind == GeneratedSqlParserConstants.EOF ? null : schemas.get(source.startOf(token));
            if (schema != null) {
                names++;
                tokens.add(Tokens.copy(
                        placed, GeneratedSqlParserConstants.QUOTED_IDENTIFIER, DefinitionEdit.quoted(schema)));
                tokens.add(Tokens.copy(placed, GeneratedSqlParserConstants.DOT, "."));
            }
            tokens.add(placed);
        }
        if (names != schemas.size()) {
            throw new IllegalStateException(
                    "no names begin at some of " + schemas.keySet() + " in: " + statement.text());
        }
        try {
            GrammarRun<Statement> run = GrammarRun.run(tokens, GeneratedSqlParser::StatementEof);
            return new ParsedStatement(run.result(), statement.text(), begin, statement.offset(), run.parameters());
        } catch (Rejection rejection) {
            throw new IllegalStateException("names with schemas are refused in: " + statement.text(), rejection);
        }
    }

    /** An expression, such as the body of a function. */
    public static SqlNode parseExpression(String sql) {
        SourceText source = new SourceText(sql);
        ScannedStatement scanned = single(source, "expression");
        GrammarRun.Production<SqlNode> production = GeneratedSqlParser::SqlExpressionEof;
        try {
            return GrammarRun.run(scanned.resolved(), production).result();
        } catch (Rejection rejection) {
            throw SyntaxErrors.explainExpression(scanned, production, rejection);
        }
    }

    private static ScannedStatement single(SourceText source, String what) {
        List<Token> tokens = Scanner.scan(source);
        List<ScannedStatement> scanned = ScannedStatement.split(source, tokens);
        if (scanned.isEmpty()) {
            throw new SqlSyntaxException(new SqlParserPos(1, 1), "the " + what + " is empty");
        }
        if (scanned.size() > 1) {
            throw new SqlSyntaxException(
                    Tokens.position(scanned.get(1).tokens().get(0)),
                    "one " + what + " was expected, here begins a second");
        }
        return scanned.get(0);
    }

    /** A definition is kept as text, where a parameter would have no value. */
    private static void refuseParameter(ScannedStatement scanned) {
        for (Token token : scanned.resolved()) {
            if (token.kind == GeneratedSqlParserConstants.HOOK) {
                throw new SqlSyntaxException(
                        Tokens.position(token), "a parameter cannot stand in a definition; write the value");
            }
        }
    }

    private static ParsedStatement parse(ScannedStatement scanned) {
        GrammarRun.Production<Statement> production = GeneratedSqlParser::StatementEof;
        try {
            GrammarRun<Statement> run = GrammarRun.run(scanned.resolved(), production);
            if (run.parameters() > 0 && (run.result() instanceof CreateStream || run.result() instanceof CreateTable)) {
                refuseParameter(scanned);
            }
            return new ParsedStatement(
                    run.result(), scanned.text(), scanned.position(), scanned.offset(), run.parameters());
        } catch (Rejection rejection) {
            throw SyntaxErrors.explainStatement(scanned, production, rejection);
        }
    }
}
