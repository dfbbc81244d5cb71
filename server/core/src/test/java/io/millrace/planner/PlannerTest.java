package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final Planner planner = new Planner();
    private final Catalog catalog = NexmarkCatalog.create();

    private static QueryStatement query(String sql) {
        return (QueryStatement) SqlParsing.parseStatement(sql).statement();
    }

    private static InsertStatement insert(String sql) {
        return (InsertStatement) SqlParsing.parseStatement(sql).statement();
    }

    private String inserted(String sql, Literal... values) {
        PlannedInsert planned = planner.planInsert(insert(sql), catalog, PlanMode.RESULT, List.of(values));
        return GraphPrinter.print(planned.query().root()).strip();
    }

    @Test
    void aQueryCanBePlannedTwice() {
        QueryStatement query = query("SELECT COALESCE(fee, 0) AS f FROM bid ORDER BY f");
        assertThat(planner.plan(query, catalog, PlanMode.RESULT))
                .isEqualTo(planner.plan(query, catalog, PlanMode.RESULT));
    }

    @Test
    void equalPartsOfAQueryAreEqualDStreams() {
        String n = "(SELECT auction, COUNT(*) AS n FROM bid GROUP BY auction)";
        PlannedQuery planned = planner.plan(
                query("SELECT * FROM " + n + " UNION ALL SELECT auction AS a, n AS b FROM " + n),
                catalog,
                PlanMode.VIEW);
        assertThat(planned.root().inputs().get(0))
                .isEqualTo(planned.root().inputs().get(1));
    }

    @Test
    void parametersAreDescribedAndBound() {
        QueryStatement query = query("SELECT auction FROM bid WHERE price > ? AND channel = ? LIMIT ?");
        assertThat(planner.describe(query, catalog).parameters())
                .extracting(Field::name, Field::type)
                .extracting(Object::toString)
                .containsExactly("(\"?1\", BIGINT)", "(\"?2\", VARCHAR)", "(\"?3\", INTEGER)");
        PlannedQuery planned = planner.plan(
                query,
                catalog,
                PlanMode.RESULT,
                List.of(Literal.of(7L, Type.BIGINT), Literal.of("a", Type.VARCHAR), Literal.of(3, Type.INTEGER)));
        assertThat(GraphPrinter.print(planned.root())).contains("Filter (price > 7) AND (channel = 'a')");
        assertThat(planned.limit()).hasValue(3);
    }

    @Test
    void missingParameterIsNamed() {
        assertThatThrownBy(() -> planner.plan(query("SELECT 1 FROM bid WHERE price > ?"), catalog, PlanMode.RESULT))
                .isInstanceOf(MillraceException.class)
                .hasMessage("parameter 1 has no value");
    }

    @Test
    void insertedValuesGetTheTypesOfTheirColumns() {
        assertThat(inserted("INSERT INTO airports VALUES ('JFK', NULL, '1948-07-01', '2001-01-01 10:00:00')"))
                .isEqualTo("Values (iata, city, opened, seen)"
                        + " ('JFK', NULL, DATE '1948-07-01', TIMESTAMP '2001-01-01 10:00:00')");
    }

    @Test
    void columnsThatAreNotNamedAreNull() {
        assertThat(inserted("INSERT INTO airports (city, iata) VALUES ('New York', 'JFK'), ('Boston', 'BOS')"))
                .isEqualTo("Values (iata, city, opened, seen) ('JFK', 'New York', NULL, NULL), ('BOS', 'Boston', NULL,"
                        + " NULL)");
    }

    @Test
    void insertedParametersHaveTheTypesOfTheirColumns() {
        InsertStatement insert = insert("INSERT INTO airports (iata, opened) VALUES (?, ?)");
        assertThat(planner.describeInsert(insert, catalog).parameters())
                .extracting(Field::type)
                .containsExactly(Type.varchar(3), Type.DATE);
        assertThat(inserted(
                        "INSERT INTO airports (iata, opened) VALUES (?, ?)",
                        Literal.of("JFK", Type.VARCHAR),
                        Literal.of(0, Type.DATE)))
                .contains("DATE '1970-01-01'");
    }

    @Test
    void insertSelectCastsToTheTarget() {
        assertThat(inserted("INSERT INTO bid SELECT id, id, 1, 'a', 'b', date_time, reserve FROM auction"))
                .startsWith("Project id AS auction, id AS bidder, 1 AS price, 'a' AS channel, 'b' AS url, date_time,"
                        + " CAST(reserve AS DECIMAL(10, 2)) AS fee");
    }

    @Test
    void insertErrorsSayWhatIsMissing() {
        assertThatThrownBy(() -> inserted("INSERT INTO airports (city) VALUES ('Rome')"))
                .hasMessage("column \"iata\" is NOT NULL and must be given a value");
        assertThatThrownBy(() -> inserted("INSERT INTO airports (iata, town) VALUES ('FCO', 'Rome')"))
                .hasMessage("column \"town\" not found in table \"airports\"");
        assertThatThrownBy(() -> inserted("INSERT INTO airports VALUES ('FCO')"))
                .hasMessageStartingWith("the rows have 1 columns, but 4 are to be inserted");
        assertThatThrownBy(() -> inserted("INSERT INTO bid (auction) SELECT name FROM person"))
                .hasMessageStartingWith("column \"auction\" is BIGINT, but the value is VARCHAR");
        assertThatThrownBy(() -> inserted("INSERT INTO best VALUES (1, 2)"))
                .hasMessage("rows can be inserted into streams and tables, but \"best\" is a materialized view");
        assertThatThrownBy(() -> inserted("INSERT INTO airport VALUES (1, 2)"))
                .hasMessage("relation \"airport\" not found; did you mean \"airports\"?");
    }

    @Test
    void expressionsArePlannedOverARow() {
        RowType row = RowType.of(new Field("ms", Type.BIGINT, false), new Field("name", Type.VARCHAR, true));
        Expression expression =
                planner.planExpression(SqlParsing.parseExpression("TIMESTAMP_MILLIS(MS) - INTERVAL '5' SECOND"), row);
        assertThat(ExpressionPrinter.print(expression, row)).isEqualTo("ms - INTERVAL PT5S");
        assertThat(expression.type()).isEqualTo(Type.TIMESTAMP);
        assertThatThrownBy(() -> planner.planExpression(SqlParsing.parseExpression("UPPER(nam)"), row))
                .hasMessage("column \"nam\" not found; did you mean \"name\"?");
        assertThatThrownBy(() -> planner.planExpression(SqlParsing.parseExpression("SUM(ms)"), row))
                .hasMessageStartingWith("only columns of the same row can be used here");
    }

    @Test
    void declaredTypesAreKnownByAllTheirNames() {
        CreateStream create = (CreateStream) SqlParsing.parseStatement(
                        "CREATE STREAM s (a STRING, b DECIMAL(10, 2), c TIMESTAMP, d INT8, e VARCHAR ARRAY, f FLOAT)")
                .statement();
        assertThat(create.elements().stream()
                        .map(element -> planner.planType(((PhysicalColumn) element).type())
                                .sql()))
                .containsExactly("VARCHAR", "DECIMAL(10, 2)", "TIMESTAMP(3)", "BIGINT", "VARCHAR ARRAY", "DOUBLE");
    }

    @Test
    void relationsOfOtherSchemasAreRead() {
        RelationName name = new RelationName(RelationName.SYS, "queries");
        Catalog withSystem = catalog.with(new SystemRelation(name, RowType.of(new Field("state", Type.VARCHAR, true))));
        PlannedQuery planned = planner.plan(query("SELECT state FROM sys.queries"), withSystem, PlanMode.RESULT);
        assertThat(GraphPrinter.print(planned.root())).startsWith("Source sys.queries (state)");
        assertThat(planned.inputs()).containsExactly(name);
    }

    @Test
    void warmUpPlansItsQueries() {
        planner.warmUp();
    }
}
