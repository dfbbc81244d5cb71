package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.element.ComputedColumn;
import io.millrace.sql.tree.query.QueryStatement;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParsingTest {
    @Test
    void scriptGivesEachStatementWithItsTextAndPlace() {
        var statements = SqlParsing.parseScript("-- first\nSELECT 1 ;\n\n  CREATE STREAM s (a INT);;");

        assertThat(statements).extracting(ParsedStatement::text).containsExactly("SELECT 1", "CREATE STREAM s (a INT)");
        ParsedStatement second = statements.get(1);
        assertThat(second.position().getLineNum()).isEqualTo(4);
        assertThat(second.position().getColumnNum()).isEqualTo(3);
        assertThat(second.offset()).isEqualTo(23);
        assertThat(second.statement()).isInstanceOf(CreateStream.class);
    }

    @Test
    void continuousIsWhatSaysStreamOutside() {
        assertThat(query("SELECT STREAM * FROM s ORDER BY a").continuous()).isTrue();
        assertThat(query("SELECT * FROM (SELECT STREAM * FROM s)").continuous()).isFalse();
    }

    @Test
    void batchQueryHasNoStreamLeft() {
        QueryStatement query = query("SELECT STREAM DISTINCT a FROM (SELECT STREAM * FROM s)");

        assertThat(query.batchQuery().toString()).doesNotContain("STREAM");
        assertThat(query.toString()).contains("SELECT STREAM DISTINCT");
    }

    @Test
    void strippedQueryIsACopy() {
        QueryStatement query = query("SELECT STREAM a FROM s");

        ((SqlSelect) query.batchQuery()).setWhere(SqlLiteral.createBoolean(true, SqlParserPos.ZERO));

        assertThat(query.toString()).isEqualTo("SELECT STREAM \"a\" FROM \"s\"");
    }

    @Test
    void parametersAreCountedPerStatement() {
        var statements = SqlParsing.parseScript("SELECT ?; INSERT INTO t VALUES (?, ?)");

        assertThat(statements).extracting(ParsedStatement::parameters).containsExactly(1, 2);
    }

    @Test
    void emptyScriptHasNoStatements() {
        assertThat(SqlParsing.parseScript(" ;; -- nothing\n/* here */")).isEmpty();
    }

    @Test
    void errorInAScriptIsPlacedInTheScript() {
        assertThatThrownBy(() -> SqlParsing.parseScript("SELECT 1;\nSELECT 2;\n  SELCT 3"))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessage("line 3:3: unexpected \"SELCT\"; did you mean \"SELECT\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT\n\ta\n,\tFROM", "SELECT\r\n\ta\r\n,\tFROM", "SELECT\r\ta\r,\tFROM"})
    void everyKindOfLineEndAndTabsCountAlike(String sql) {
        assertThatThrownBy(() -> SqlParsing.parseStatement(sql)).hasMessageStartingWith("line 3:");
        assertThatThrownBy(() -> SqlParsing.parseStatement(sql + " t"))
                .hasMessage("line 3:1: unexpected \",\" before \"FROM\"");
    }

    @Test
    void emptyStatementIsAnError() {
        assertThatThrownBy(() -> SqlParsing.parseStatement(" -- nothing"))
                .hasMessage("line 1:1: the statement is empty");
    }

    @Test
    void expressionIsParsedAlone() {
        assertThat(SqlParsing.parseExpression("ts - INTERVAL '5 seconds'").toString())
                .contains("INTERVAL '5' SECOND");
        assertThatThrownBy(() -> SqlParsing.parseExpression("a +"))
                .hasMessage("line 1:4: unexpected end of statement; expected an expression");
    }

    @Test
    void optionsAreTyped() {
        var create = (CreateStream) SqlParsing.parseStatement(
                        "CREATE STREAM s (a INT) WITH (a='x', b=5, c=0.50, d=true, e=SECRET p, f=g.h)")
                .statement();

        assertThat(create.options()).extracting(WithOption::key).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(create.options().stream().flatMap(option -> option.text().stream()))
                .containsExactly("x", "5", "0.50", "true");
        assertThat(create.options().get(4).secret().orElseThrow().getSimple()).isEqualTo("p");
        assertThat(create.options().get(5).reference().orElseThrow().names).containsExactly("g", "h");
    }

    @Test
    void positionsAreThoseOfTheText() {
        var create = (CreateStream) SqlParsing.parseStatement("CREATE STREAM s (a INT,\n  b AS a + 1)")
                .statement();

        var computed = (ComputedColumn) create.elements().get(1);
        assertThat(computed.getParserPosition().toString()).isEqualTo("line 2, column 3");
        assertThat(computed.getParserPosition().getEndColumnNum()).isEqualTo(12);
        assertThat(computed.expression().getParserPosition().getColumnNum()).isEqualTo(8);
        assertThat(create.getParserPosition().getEndLineNum()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "f(", "(SELECT ", "CASE WHEN a THEN ", "NOT ", "- "})
    void deepNestingIsAClearErrorOrAccepted(String opening) {
        String sql = "SELECT " + opening.repeat(20_000) + "1";

        assertThatThrownBy(() -> SqlParsing.parseStatement(sql))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessageMatching("line 1:\\d+: (the statement is nested too deeply|unexpected).*");
    }

    @Test
    void longFlatStatementsAreAccepted() {
        String sums = "a + ".repeat(2_000) + "a";
        String rows = "(1, 'x'), ".repeat(20_000) + "(1, 'x')";

        SqlParsing.parseStatement("SELECT " + sums + " FROM t");
        SqlParsing.parseStatement("INSERT INTO t VALUES " + rows);
    }

    @Test
    void hundredParenthesesAreAccepted() {
        SqlParsing.parseStatement("SELECT " + "(".repeat(100) + "1" + ")".repeat(100));
    }

    private static QueryStatement query(String sql) {
        return (QueryStatement) SqlParsing.parseStatement(sql).statement();
    }
}
