package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A statement whose planning is measured, by the name that the table of results has for it. */
record StatementToPlan(String name, String sql) {

    /** Statements over the same relations. */
    record Group(List<String> definitions, List<StatementToPlan> statements) {}

    /** The views of the demo; those that others read are made, over streams and tables without rows. */
    static Group ofDemo() {
        List<String> definitions = new ArrayList<>();
        List<StatementToPlan> statements = new ArrayList<>();
        for (String statement : ExampleScript.read("demo", "flights").statements()) {
            if (statement.contains("connector = 'files'")) {
                definitions.add(ExampleScript.withoutOptions(statement));
            } else {
                statements.add(new StatementToPlan("demo " + statement.split("\\s+AS\\s")[0], statement));
            }
        }
        definitions.addAll(statements.stream().map(StatementToPlan::sql).toList());
        statements.replaceAll(statement -> new StatementToPlan(
                statement.name(),
                statement.sql().replaceFirst("^CREATE ((?:MATERIALIZED )?\\w+) (\\w+)", "CREATE $1 new_$2")));
        return new Group(definitions, statements);
    }

    static Group ofNexmark() {
        List<String> definitions = new ArrayList<>();
        NexmarkScript generator = NexmarkScript.read("generator");
        for (String stream : List.of("person", "auction", "bid")) {
            definitions.add(generator.stream(stream, "connector = 'nexmark', table = '" + stream + "', events = 1"));
        }
        List<StatementToPlan> statements = new ArrayList<>();
        for (NexmarkQuery query : NexmarkQuery.all()) {
            List<String> script = NexmarkScript.read(query.name()).statements();
            definitions.addAll(script.subList(0, script.size() - 1));
            statements.add(new StatementToPlan("Nexmark " + query.name(), script.get(script.size() - 1)));
        }
        return new Group(definitions, statements);
    }

    /** Queries of programs that write queries. */
    static Group longOnes() {
        String columns = list(12, ", ", "c%1$d INT");
        return new Group(
                List.of("CREATE TABLE t (k INT PRIMARY KEY, " + columns + ")"),
                List.of(
                        new StatementToPlan("30 joins in a chain", joins(30)),
                        new StatementToPlan("100 joins in a chain", joins(100)),
                        new StatementToPlan(
                                "100 relations, joined in WHERE",
                                "SELECT COUNT(*) FROM " + list(100, ", ", "t t%1$d") + " WHERE "
                                        + list(99, " AND ", "t%2$d.k = t%1$d.c1")),
                        new StatementToPlan(
                                "IN of 10,000 values", "SELECT k FROM t WHERE c1 IN (" + list(10_000, ", ", "%1$d7") + ")"),
                        new StatementToPlan(
                                "NOT IN of 10,000 texts",
                                "SELECT k FROM t WHERE CAST(c1 AS VARCHAR) NOT IN (" + list(10_000, ", ", "'k%1$d'") + ")"),
                        new StatementToPlan(
                                "OR of 3,000 pairs",
                                "SELECT k FROM t WHERE " + list(3_000, " OR ", "(c1 = %1$d AND c2 = %2$d)")),
                        new StatementToPlan(
                                "AND of 3,000 pairs",
                                "SELECT k FROM t WHERE " + list(3_000, " AND ", "(c1 <> %1$d OR c2 > %2$d)")),
                        new StatementToPlan(
                                "OR of 10,000 terms over 8 columns",
                                "SELECT k FROM t WHERE "
                                        + IntStream.range(0, 10_000)
                                                .mapToObj(i -> "c" + i % 8 + " = " + i)
                                                .collect(Collectors.joining(" OR "))),
                        new StatementToPlan(
                                "CASE of 2,000 branches",
                                "SELECT CASE " + list(2_000, " ", "WHEN c1 = %1$d THEN %2$d") + " END FROM t"),
                        new StatementToPlan(
                                "1,000 computed columns", "SELECT " + list(1_000, ", ", "c1 + %1$d") + " FROM t"),
                        new StatementToPlan(
                                "60 sub-queries",
                                "SELECT k FROM t WHERE "
                                        + list(60, " AND ", "EXISTS (SELECT 1 FROM t u WHERE u.c1 = t.c2 + %1$d)")),
                        new StatementToPlan(
                                "CUBE of 8 columns",
                                "SELECT COUNT(*) FROM t GROUP BY CUBE (" + list(8, ", ", "c%1$d") + ")")));
    }

    private static String joins(int count) {
        return "SELECT t0.c2, t" + count + ".c3 FROM t t0 " + list(count, " ", "JOIN t t%2$d ON t%2$d.k = t%1$d.c1");
    }

    /** @param form of the elements, with their number and the next one */
    private static String list(int count, String separator, String form) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.formatted(i, i + 1))
                .collect(Collectors.joining(separator));
    }
}
