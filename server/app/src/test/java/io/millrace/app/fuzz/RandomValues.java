package io.millrace.app.fuzz;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes expressions over columns of several types. */
final class RandomValues {

    /** The types that values have. */
    enum Kind {
        INT,
        TEXT,
        DATE,
        DECIMAL,
        TIME,
        TRUTH
    }

    /** A column by the name that a query calls it. */
    record Column(String name, Kind kind) {}

    /** A stream, table or view. */
    record Columns(String name, List<Column> columns) {}

    private static final List<String> TEXTS = List.of("a", "b", "Ab", "", "é😀", " a ", "aXbXc");
    private static final List<String> DATES = List.of("2020-02-29", "2021-01-31", "2021-12-31", "2022-03-01");

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /** The values of a row, as INSERT writes them. */
    String row(List<Column> columns) {
        return columns.stream().map(column -> stored(column.kind())).collect(Collectors.joining(", ", "(", ")"));
    }

    /** An INSERT of one to four rows. */
    String insert(Columns target) {
        return "INSERT INTO " + target.name() + " VALUES "
                + IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(row -> row(target.columns()))
                        .collect(Collectors.joining(", "));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <E> E any(List<E> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Kind kind() {
        return any(List.of(Kind.INT, Kind.INT, Kind.TEXT, Kind.DATE, Kind.DECIMAL));
    }

    String literal(Kind kind) {
        return switch (kind) {
            case INT -> String.valueOf(random.nextInt(5) - 1);
            case TEXT -> "'" + any(TEXTS) + "'";
            case DATE -> "DATE '" + any(DATES) + "'";
            case DECIMAL -> any(List.of("1.25", "0.5", "-3.75", "10.125", "2.5"));
            case TIME -> "TIMESTAMP '" + any(DATES) + any(List.of(" 00:00:00'", " 12:30:00'"));
            case TRUTH -> any(List.of("TRUE", "FALSE"));
        };
    }

    /** A value to insert. */
    String stored(Kind kind) {
        return chance(20) ? "NULL" : literal(kind);
    }

    String column(List<Column> scope, Kind kind) {
        List<Column> fitting =
                scope.stream().filter(column -> column.kind() == kind).toList();
        return fitting.isEmpty() ? literal(kind) : any(fitting).name();
    }

    /** Now and then the value in a VARIANT and out of it again, which DuckDB has, too, and PostgreSQL as another name of text. */
    private String inVariant(String value, Kind kind) {
        String type = switch (kind) {
            case INT -> "INT";
            case TEXT -> "VARCHAR";
            case DATE -> "DATE";
            case TIME -> "TIMESTAMP";
            case TRUTH -> "BOOLEAN";
            case DECIMAL -> ""; // its digits behind the point are those of the column
        };
        return type.isEmpty() || !chance(6) ? value : "CAST(CAST(" + value + " AS VARIANT) AS " + type + ")";
    }

    String value(List<Column> scope, Kind kind, int depth) {
        if (depth <= 0 || chance(35)) {
            return chance(85) ? inVariant(column(scope, kind), kind) : literal(kind);
        }
        return switch (random.nextInt(6)) {
            case 0 ->
                "CASE WHEN " + condition(scope, depth - 1) + " THEN " + value(scope, kind, depth - 1) + " ELSE "
                        + value(scope, kind, depth - 1) + " END";
            case 1 -> "COALESCE(" + value(scope, kind, depth - 1) + ", " + value(scope, kind, depth - 1) + ")";
            case 2 -> "NULLIF(" + value(scope, kind, depth - 1) + ", " + value(scope, kind, depth - 1) + ")";
            default -> computed(scope, kind, depth - 1);
        };
    }

    private String computed(List<Column> scope, Kind kind, int depth) {
        String same = value(scope, kind, depth);
        return switch (kind) {
            case INT -> integer(scope, same, depth);
            case TEXT -> text(scope, same, depth);
            case DATE -> "CAST(" + same + " + INTERVAL '" + any(List.of("2' DAY", "1' MONTH", "40' DAY")) + " AS DATE)";
            case DECIMAL ->
                switch (random.nextInt(5)) {
                    case 0 -> "(" + same + " + " + column(scope, kind) + ")";
                    case 1 -> "(" + same + " - " + literal(kind) + ")";
                    case 2 -> "ABS(" + same + ")";
                    case 3 -> "(" + column(scope, kind) + " * " + column(scope, kind) + ")";
                    default -> "CAST(" + value(scope, Kind.INT, depth) + " AS DECIMAL(10, 2))";
                };
            case TIME -> "(" + same + any(List.of(" + INTERVAL '1' MONTH)", " - INTERVAL '36' HOUR)"));
            case TRUTH -> "(" + condition(scope, depth) + ")";
        };
    }

    private String integer(List<Column> scope, String same, int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> "(" + same + " + " + value(scope, Kind.INT, depth) + ")";
            case 1 -> "(" + same + " - " + column(scope, Kind.INT) + ")";
            case 2 -> "(" + column(scope, Kind.INT) + " * " + literal(Kind.INT) + ")";
            case 3 -> "ABS(" + same + ")";
            case 4 -> "CHAR_LENGTH(" + value(scope, Kind.TEXT, depth) + ")";
            case 5 ->
                "EXTRACT(" + any(List.of("YEAR", "MONTH", "DAY")) + " FROM " + value(scope, Kind.DATE, depth) + ")";
            default -> "MOD(" + column(scope, Kind.INT) + ", 3)";
        };
    }

    private String text(List<Column> scope, String same, int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> "UPPER(" + same + ")";
            case 1 -> "LOWER(" + same + ")";
            case 2 -> "(" + same + " || " + value(scope, Kind.TEXT, depth) + ")";
            case 3 -> "SUBSTRING(" + same + " FROM " + (1 + random.nextInt(3)) + " FOR " + random.nextInt(3) + ")";
            case 4 -> "TRIM(" + same + ")";
            case 5 -> "REPLACE(" + same + ", 'a', 'bb')";
            case 6 -> "REVERSE(" + same + ")";
            case 7 -> any(List.of("LEFT(", "RIGHT(")) + same + ", " + random.nextInt(4) + ")";
            default -> "CAST(" + value(scope, Kind.INT, depth) + " AS VARCHAR)";
        };
    }

    String condition(List<Column> scope, int depth) {
        Kind kind = kind();
        String value = value(scope, kind, depth - 1);
        return switch (random.nextInt(depth > 0 ? 14 : 5)) {
            case 0 -> value + any(List.of(" IS NULL", " IS NOT NULL"));
            case 1 -> value + " BETWEEN " + literal(kind) + " AND " + literal(kind);
            case 2 ->
                value + any(List.of(" IN (", " NOT IN (")) + literal(kind) + ", " + literal(kind) + ", " + literal(kind)
                        + ")";
            case 5 -> "(" + condition(scope, depth - 1) + " AND " + condition(scope, depth - 1) + ")";
            case 6 -> "(" + condition(scope, depth - 1) + " OR " + condition(scope, depth - 1) + ")";
            case 7 -> "NOT (" + condition(scope, depth - 1) + ")";
            case 8 -> value + any(List.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")) + column(scope, kind);
            case 10 -> {
                String literal = literal(kind);
                yield "CASE WHEN " + condition(scope, depth - 1) + " THEN " + any(List.of(literal, value)) + " ELSE "
                        + literal(kind) + " END" + any(List.of(" = ", " <> ", " < ")) + literal;
            }
            case 11 ->
                "COALESCE(" + column(scope, kind) + ", " + literal(kind) + ")" + any(List.of(" = ", " > ", " <= "))
                        + literal(kind);
            case 12 ->
                any(List.of("", "NOT ")) + "COALESCE(" + condition(scope, depth - 1)
                        + any(List.of(", FALSE)", ", TRUE)"));
            case 13 ->
                "(" + condition(scope, depth - 1) + ")"
                        + any(List.of(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE"));
            case 9 -> value(scope, Kind.TEXT, depth - 1) + any(List.of(" LIKE ", " NOT LIKE ")) + "'%a_%'";
            default -> value + any(List.of(" = ", " <> ", " < ", " >= ")) + value(scope, kind, depth - 1);
        };
    }
}
