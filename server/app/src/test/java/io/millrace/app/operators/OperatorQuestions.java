package io.millrace.app.operators;

import io.millrace.app.operators.Verdict.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.parser.StringAndPos;
import org.apache.calcite.sql.test.ResultCheckers;
import org.apache.calcite.sql.test.SqlOperatorFixture;
import org.apache.calcite.sql.test.SqlTestFactory;
import org.apache.calcite.sql.test.SqlTester;
import org.apache.calcite.sql.test.SqlTests;
import org.apache.calcite.sql.test.SqlValidatorTester;
import org.apache.calcite.test.ConnectionFactory;

/** Asks what Calcite's tests check, and keeps what came of it instead of failing. Calcite's dialects make no difference: there is one. */
record OperatorQuestions(Connection connection, SqlTestFactory factory, List<Verdict> verdicts)
        implements SqlOperatorFixture {

    private static final String WITHOUT_LIBRARY = "No match found for function signature";

    OperatorQuestions(Connection connection, List<Verdict> verdicts) {
        this(connection, SqlTestFactory.INSTANCE, verdicts);
    }

    @Override
    public void checkScalar(String expression, Object result, String type) {
        ask(values(expression), type, Answers.checker(result, type), Answers.text(result));
    }

    @Override
    public void checkScalar(String expression, SqlTester.TypeChecker type, SqlTester.ResultChecker result) {
        ask(values(expression), "", result, "");
    }

    @Override
    public void checkScalarExact(String expression, String type, SqlTester.ResultChecker result) {
        ask(values(expression), type, result, "");
    }

    @Override
    public void checkScalarExact(String expression, String type, String result) {
        ask(values(expression), type, Answers.checker(result, type), result);
    }

    @Override
    public void checkScalarExact(String expression, int result) {
        ask(values(expression), "INTEGER", Answers.checker(result, "INTEGER"), Integer.toString(result));
    }

    @Override
    public void checkScalarApprox(String expression, String type, Object result) {
        ask(values(expression), type, Answers.checker(result, type), Answers.text(result));
    }

    @Override
    public void checkBoolean(String expression, Boolean result) {
        if (result == null) {
            checkNull(expression);
        } else {
            ask(values(expression), "BOOLEAN", Answers.checker(result, "BOOLEAN"), result.toString());
        }
    }

    @Override
    public void checkString(String expression, String result, String type) {
        ask(values(expression), type, Answers.checker(result, type), result);
    }

    @Override
    public void checkNull(String expression) {
        ask(values(expression), "", ResultCheckers.isNullValue(), "NULL");
    }

    @Override
    public void checkType(String expression, String type) {
        ask(values(expression), type, SqlTests.ANY_RESULT_CHECKER, "");
    }

    @Override
    public void checkColumnType(String sql, String type) {
        ask(sql, type, SqlTests.ANY_RESULT_CHECKER, "");
    }

    @Override
    public void check(
            String query,
            SqlTester.TypeChecker type,
            SqlTester.ParameterChecker parameters,
            SqlTester.ResultChecker result) {
        ask(StringAndPos.of(query).sql, "", result, "");
    }

    @Override
    public void check(String query, String type, Object result) {
        ask(StringAndPos.of(query).sql, type, Answers.checker(result, type), Answers.text(result));
    }

    @Override
    public void checkAgg(String expression, String[] values, SqlTester.ResultChecker result) {
        ask(SqlTests.generateAggQuery(expression, values), "", result, "");
    }

    @Override
    public void checkAgg(String expression, String[] values, String type, SqlTester.ResultChecker result) {
        ask(SqlTests.generateAggQuery(expression, values), type, result, "");
    }

    @Override
    public void checkAggWithMultipleArgs(String expression, String[][] values, SqlTester.ResultChecker result) {
        ask(SqlTests.generateAggQueryWithMultipleArgs(expression, values), "", result, "");
    }

    @Override
    public void checkWinAgg(
            String expression, String[] values, String window, String type, SqlTester.ResultChecker result) {
        ask(SqlTests.generateWinAggQuery(expression, window, values), type, result, "");
    }

    @Override
    public void checkAggFails(String expression, String[] values, String error, boolean runtime) {
        askInVain(StringAndPos.of(SqlTests.generateAggQuery(expression, values)).sql, error);
    }

    @Override
    public void checkFails(StringAndPos expression, String error, boolean runtime) {
        askInVain("VALUES (" + expression.sql + ")", error);
    }

    @Override
    public void checkQueryFails(StringAndPos query, String error) {
        askInVain(query.sql, error);
    }

    @Override
    public void checkQuery(String sql) {
        ask(StringAndPos.of(sql).sql, "", SqlTests.ANY_RESULT_CHECKER, "");
    }

    private static String values(String expression) {
        return "VALUES (" + StringAndPos.of(expression).sql + ")";
    }

    private void ask(String sql, String type, SqlTester.ResultChecker checker, String expected) {
        String answer = (expected + " " + type).strip();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String actual = ColumnTypes.of(rows.getMetaData());
            if (!type.isEmpty() && !ColumnTypes.same(type, actual)) {
                add(sql, answer, Outcome.DIFFERENT, "has the type " + actual);
                return;
            }
            checker.checkResult(sql, rows);
            add(sql, answer, Outcome.RIGHT, "");
        } catch (SQLException e) {
            add(sql, answer, isOwnFault(e) ? Outcome.BROKEN : Outcome.REFUSED, e.getMessage());
        } catch (Exception | AssertionError e) {
            add(sql, answer, Outcome.DIFFERENT, String.valueOf(e.getMessage()));
        }
    }

    /** Where Calcite only finds that a library of functions is not there, there is no question: all functions are always there. */
    private void askInVain(String sql, String error) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String value = rows.next() ? rows.getString(1) : "no row";
            if (!error.startsWith(WITHOUT_LIBRARY)) {
                add(sql, "error " + error, Outcome.DIFFERENT, "gives " + value);
            }
        } catch (SQLException e) {
            add(sql, "error " + error, isOwnFault(e) ? Outcome.BROKEN : Outcome.RIGHT, e.getMessage());
        }
    }

    private static boolean isOwnFault(SQLException e) {
        return e.getSQLState() == null || e.getSQLState().startsWith("XX");
    }

    /** The same question of several libraries of functions is one. */
    private void add(String sql, String expected, Outcome outcome, String detail) {
        Verdict verdict = new Verdict(sql, expected, outcome, detail);
        if (!verdicts.contains(verdict)) {
            verdicts.add(verdict);
        }
    }

    @Override
    public SqlTestFactory getFactory() {
        return factory;
    }

    @Override
    public SqlTester getTester() {
        return SqlValidatorTester.DEFAULT;
    }

    @Override
    public SqlOperatorFixture withFactory(UnaryOperator<SqlTestFactory> transform) {
        return new OperatorQuestions(connection, transform.apply(factory), verdicts);
    }

    @Override
    public SqlOperatorFixture withTester(UnaryOperator<SqlTester> transform) {
        return this;
    }

    @Override
    public SqlOperatorFixture withConnectionFactory(UnaryOperator<ConnectionFactory> transform) {
        return this;
    }

    @Override
    public SqlOperatorFixture withLibrary(SqlLibrary library) {
        return this;
    }

    @Override
    public SqlOperatorFixture withLibraries(SqlLibrary... libraries) {
        return this;
    }

    @Override
    public boolean brokenTestsEnabled() {
        return false;
    }

    @Override
    public SqlOperatorFixture withBrokenTestsEnabled(boolean enabled) {
        return this;
    }

    @Override
    public SqlOperatorFixture setFor(SqlOperator operator, VmName... without) {
        return this;
    }

    @Override
    public void close() {}
}
