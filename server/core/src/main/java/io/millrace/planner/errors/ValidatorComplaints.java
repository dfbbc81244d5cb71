package io.millrace.planner.errors;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Calcite's validator complains about, in our words. */
final class ValidatorComplaints {

    /** One kind of complaint: how it reads, what it is, and what we say. */
    private record Complaint(Pattern pattern, ErrorCode code, BiFunction<Matcher, QueryNames, String> text) {}

    private static final List<Complaint> COMPLAINTS = List.of(
            complaint(
                    "(?:Column|Unknown identifier) '\\*'.*",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "only COUNT takes *; name a column"),
            complaint(
                    "Cannot apply '-' to arguments of type '<(?:DATE|TIME(?:STAMP)?)\\b[^>]*> - <(?:DATE|TIME(?:STAMP)?)\\b.*",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "the difference of two times needs a unit; write (a - b) DAY, or"
                            + " TIMESTAMPDIFF(DAY, b, a) for a number"),
            complaint(
                    "Cannot apply '\\$SCALAR_QUERY' .*",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "a sub-query that stands for a value must have exactly one column"),
            complaint(
                    "Require at least 1 argument",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "at least one value is needed here"),
            complaint(
                    "(?:Column|Unknown identifier) '([^']*)'(?: not found in (?:any table|table '[^']*').*)?",
                    ErrorCode.COLUMN_NOT_FOUND,
                    (match, names) -> names.columnNotFound(match.group(1))),
            complaint(
                    "Column '([^']*)' is ambiguous",
                    ErrorCode.COLUMN_AMBIGUOUS,
                    (match, names) -> "column \"" + match.group(1)
                            + "\" is ambiguous; write the relation before it, as in r." + match.group(1)),
            complaint(
                    "(?:Object|Table) '([^']*)' not found within '([^']*)'.*",
                    ErrorCode.RELATION_NOT_FOUND,
                    (match, names) -> names.relationNotFound(
                            match.group(2).equals("public") ? match.group(1) : match.group(2) + "." + match.group(1))),
            complaint(
                    "Object '([^']*)' not found.*",
                    ErrorCode.RELATION_NOT_FOUND,
                    (match, names) -> names.relationNotFound(names.whole(match.group(1)))),
            complaint(
                    "Table '([^']*)' not found.*",
                    ErrorCode.RELATION_NOT_FOUND,
                    (match, names) -> names.relationNotFound(match.group(1))),
            complaint(
                    "No match found for function signature ([^(]*)\\((.*)\\)",
                    ErrorCode.FUNCTION_NOT_FOUND,
                    (match, names) -> names.functionNotFound(match.group(1), types(match.group(2)))),
            complaint(
                    "Invalid number of arguments to function '([^']*)'. Was expecting (.*) arguments",
                    ErrorCode.FUNCTION_NOT_FOUND,
                    (match, names) -> names.signature(match.group(1))
                            .map(signature -> "the function is called as " + signature)
                            .orElseGet(() -> match.group(1) + " takes " + match.group(2)
                                    + (match.group(2).equals("1") ? " argument" : " arguments"))),
            complaint(
                    "Cannot apply '([^']*)' to arguments of type '(.*?)'\\. Supported.*",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> written(match.group(1)) + " cannot be applied to "
                            + arguments(match.group(1), types(match.group(2)))
                            + "; convert an operand with CAST(… AS …)"),
            complaint(
                    "Expected a boolean type",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "a condition is needed here, that is a BOOLEAN"),
            complaint(
                    "'(.*)' is not a valid time frame",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> match.group(1) + " is no unit of time; use YEAR, QUARTER, MONTH, WEEK, DAY, HOUR,"
                            + " MINUTE, SECOND or a smaller one"),
            complaint(
                    "Cast function cannot convert value of type (.*) to type (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> plain(match.group(1)) + " cannot be cast to " + plain(match.group(2))),
            complaint(
                    "Unknown datatype name '(.*)'",
                    ErrorCode.TYPE_NOT_FOUND,
                    (match, names) -> "type " + match.group(1) + " not found"),
            complaint(
                    "Values passed to (.*) operator must have compatible types",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "the values compared by " + match.group(1)
                            + " have different types or numbers of columns; convert one with CAST(… AS …)"),
            complaint(
                    "(?:Illegal mixing of types in CASE or COALESCE statement|Values in expression list must have"
                            + " compatible types|Parameters must be of the same type|Incompatible types)",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "the values have different types; convert them to one type with CAST(… AS …)"),
            complaint(
                    "Type mismatch in column (.*) of (.*)",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "column " + match.group(1) + " has different types on the two sides of "
                            + match.group(2) + "; convert one with CAST(… AS …)"),
            complaint(
                    "Column count mismatch in (.*)",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "the two sides of " + match.group(1) + " have different numbers of columns"),
            complaint(
                    "(.*) clause must be a condition",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> match.group(1) + " needs a condition, that is a BOOLEAN"),
            complaint(
                    "Expression '(.*)' is not being grouped",
                    ErrorCode.INVALID_GROUPING,
                    (match, names) -> names.notGrouped(match.group(1))),
            complaint(
                    "Argument to function '([^']*)' must be a literal",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "an argument of " + match.group(1) + " must be a constant"),
            complaint(
                    "Argument to function '([^']*)' must not be NULL",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "an argument, " + match.group(1)
                            + ", can be NULL, which it must not be; put COALESCE around it"),
            complaint(
                    "Expression '(.*)' is not in the select clause",
                    ErrorCode.INVALID_GROUPING,
                    (match, names) -> "with DISTINCT, ORDER BY can only use what is selected; select \""
                            + lastName(match.group(1)) + "\" too"),
            complaint(
                    "Aggregate expression is illegal in (.*) clause.*",
                    ErrorCode.INVALID_GROUPING,
                    (match, names) -> "an aggregate cannot stand in " + match.group(1)
                            + (match.group(1).equals("WHERE") ? "; use HAVING" : "")),
            complaint(
                    "Windowed aggregate expression is illegal in (.*) clause",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> "a function with OVER cannot stand in " + match.group(1)
                            + "; use QUALIFY, or select it in a sub-query first"),
            complaint(
                    "Aggregate expressions cannot be nested",
                    ErrorCode.INVALID_GROUPING,
                    (match, names) -> "aggregates cannot be nested; compute the inner one in a sub-query"),
            complaint(
                    "Ordinal out of range",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "there is no column of that number in SELECT"),
            complaint(
                    "Duplicate relation name '([^']*)' in FROM clause",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "\"" + match.group(1) + "\" stands twice in FROM; give one another name with AS"),
            complaint(
                    "Call to auxiliary group function '([^']*)' must have matching call to group function '\\$?([^']*)'.*",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) ->
                            match.group(1) + " needs " + match.group(2) + " with the same arguments in GROUP BY"),
            complaint(
                    "Group function '\\$?([^']*)' can only appear in GROUP BY clause",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> match.group(1) + " stands in GROUP BY, or as a table in FROM; in SELECT write "
                            + match.group(1) + "_START or " + match.group(1) + "_END"),
            complaint(
                    "OVER clause is necessary for window functions",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> "this function needs OVER (…)"),
            complaint(
                    "OVER must be applied to aggregate function",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> "OVER can only follow an aggregate or a ranking function"),
            complaint(
                    "(?:Window specification must contain an ORDER BY clause|RANK or DENSE_RANK functions require ORDER"
                            + " BY clause in window specification)",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> "OVER needs ORDER BY here"),
            complaint(
                    "Illegal use of dynamic parameter",
                    ErrorCode.PARAMETER_INVALID,
                    (match, names) -> "the type of this parameter is not known; write CAST(? AS type)"),
            complaint(
                    "Illegal use of 'NULL'",
                    ErrorCode.TYPE_MISMATCH,
                    (match, names) -> "the type of this NULL is not known; write CAST(NULL AS type)"),
            complaint(
                    "(?:Numeric|Date) literal '(.*)' out of range",
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    (match, names) -> match.group(1) + " is out of range"),
            complaint(
                    "Illegal ([A-Z]*) literal '(.*)': not in format '(.*)'",
                    ErrorCode.INVALID_DATETIME,
                    (match, names) -> "'" + match.group(2) + "' is no " + match.group(1) + "; write it as '"
                            + match.group(3) + "'"),
            complaint(
                    "QUALIFY expression '(.*)' must contain a window function",
                    ErrorCode.INVALID_WINDOW,
                    (match, names) -> "QUALIFY needs a function with OVER; use WHERE for other conditions"),
            complaint(
                    "Cannot call table function here: '(.*)'",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> match.group(1) + " is a table function: it stands in FROM"),
            complaint(
                    "INNER, LEFT, RIGHT, FULL, or ASOF join requires a condition.*",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "JOIN needs a condition: ON or USING; for all pairs write CROSS JOIN"),
            complaint(
                    "ASOF JOIN MATCH_CONDITION must be a comparison between columns from the two inputs",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "MATCH_CONDITION compares a column of the left side with one of the right, as in"
                            + " a.ts >= b.ts; compute anything else in a sub-query"),
            complaint(
                    "ASOF JOIN condition must be a conjunction of equality comparisons.*",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "ON of an ASOF JOIN holds equalities of columns of both sides only; filter the"
                            + " sides in sub-queries and the result in WHERE"),
            complaint(
                    "Only scalar sub-queries allowed in select list\\.",
                    ErrorCode.INVALID_QUERY,
                    (match, names) -> "a sub-query in SELECT must have exactly one column"));

    private ValidatorComplaints() {}

    private static Complaint complaint(String pattern, ErrorCode code, BiFunction<Matcher, QueryNames, String> text) {
        return new Complaint(Pattern.compile(pattern, Pattern.DOTALL), code, text);
    }

    static MillraceException translate(String message, Position position, QueryNames names) {
        String said = message == null ? "" : message;
        for (Complaint complaint : COMPLAINTS) {
            Matcher matcher = complaint.pattern().matcher(said);
            if (matcher.matches()) {
                return new MillraceException(
                        complaint.code(), position, complaint.text().apply(matcher, names));
            }
        }
        return new MillraceException(ErrorCode.INVALID_QUERY, position, other(said));
    }

    /** A complaint without a translation: passed on when it reads like prose, else replaced. */
    private static String other(String message) {
        boolean technical = message.isBlank()
                || message.contains("org.")
                || message.contains("RecordType")
                || message.contains("\n")
                || message.contains("Rel");
        return technical
                ? "the query is not valid here"
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /** The function that was written for one that stands in its place. */
    private static String written(String name) {
        boolean ofUnits = name.endsWith("SECONDS LATER") || name.endsWith("SECONDS BETWEEN");
        return !ofUnits ? name : name.endsWith("LATER") ? "TIMESTAMPADD" : "TIMESTAMPDIFF";
    }

    /** {@code DATE} of {@code AVG(DATE)}; operators are not written before their operands. */
    private static String arguments(String name, String call) {
        if (call.startsWith(name + "(") && call.endsWith(")")) {
            return call.substring(name.length() + 1, call.length() - 1);
        }
        return call.startsWith(name) ? call.substring(name.length()).strip() : call;
    }

    /** {@code <CHAR(3)> + <INTEGER>} without the brackets. */
    private static String types(String text) {
        return plain(text.replaceAll("<([^<>]*)>", "$1"));
    }

    private static String plain(String type) {
        return type.replaceAll(" CHARACTER SET \\S+| NOT NULL", "")
                .replaceAll("(?i)RecordType\\(", "ROW(")
                .replaceAll(" EXPR\\$\\d+", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String lastName(String expression) {
        return expression.substring(expression.lastIndexOf('.') + 1);
    }
}
