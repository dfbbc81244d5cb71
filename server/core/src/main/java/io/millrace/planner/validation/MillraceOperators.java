package io.millrace.planner.validation;

import io.millrace.planner.expression.MillraceFunctions;
import io.millrace.planner.expression.library.LibraryFunctions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** All operators and functions that a query can name: ours first, then chosen ones of Calcite's libraries, then the standard's. */
public final class MillraceOperators {

    private static final List<SqlOperator> LIBRARY = List.of(
            SqlLibraryOperators.ILIKE,
            SqlLibraryOperators.NOT_ILIKE,
            SqlLibraryOperators.IF,
            SqlLibraryOperators.NVL,
            SqlLibraryOperators.NVL2,
            SqlLibraryOperators.IFNULL,
            SqlLibraryOperators.LENGTH,
            SqlLibraryOperators.LEN,
            SqlLibraryOperators.LTRIM,
            SqlLibraryOperators.RTRIM,
            SqlLibraryOperators.SPLIT_PART,
            SqlLibraryOperators.STRPOS,
            SqlLibraryOperators.INSTR,
            SqlLibraryOperators.ENDS_WITH,
            SqlLibraryOperators.ENDSWITH,
            SqlLibraryOperators.STARTS_WITH,
            SqlLibraryOperators.STARTSWITH,
            SqlLibraryOperators.SUBSTR_POSTGRESQL,
            SqlLibraryOperators.DECODE,
            SqlLibraryOperators.GREATEST,
            SqlLibraryOperators.LEAST,
            SqlLibraryOperators.TRANSLATE3,
            SqlLibraryOperators.REGEXP_LIKE,
            SqlLibraryOperators.BOOL_AND,
            SqlLibraryOperators.BOOL_OR,
            SqlLibraryOperators.LOGICAL_AND,
            SqlLibraryOperators.LOGICAL_OR,
            SqlLibraryOperators.COUNTIF,
            SqlLibraryOperators.LEFT,
            SqlLibraryOperators.RIGHT,
            SqlLibraryOperators.REPEAT,
            SqlLibraryOperators.SPACE,
            SqlLibraryOperators.REVERSE_SPARK,
            SqlLibraryOperators.CONCAT_FUNCTION,
            SqlLibraryOperators.ARRAY,
            SqlLibraryOperators.MAP,
            SqlLibraryOperators.OFFSET,
            SqlLibraryOperators.ORDINAL,
            SqlLibraryOperators.SAFE_OFFSET,
            SqlLibraryOperators.SAFE_ORDINAL,
            SqlLibraryOperators.ARRAY_LENGTH,
            SqlLibraryOperators.ARRAY_CONTAINS,
            SqlLibraryOperators.ARRAY_JOIN,
            SqlLibraryOperators.ARRAY_DISTINCT,
            SqlLibraryOperators.ARRAY_REVERSE,
            SqlLibraryOperators.ARRAY_APPEND,
            SqlLibraryOperators.ARRAY_PREPEND,
            SqlLibraryOperators.ARRAY_CONCAT,
            SqlLibraryOperators.ARRAY_COMPACT,
            SqlLibraryOperators.ARRAY_EXCEPT,
            SqlLibraryOperators.ARRAY_INTERSECT,
            SqlLibraryOperators.ARRAY_UNION,
            SqlLibraryOperators.ARRAY_MAX,
            SqlLibraryOperators.ARRAY_MIN,
            SqlLibraryOperators.ARRAY_POSITION,
            SqlLibraryOperators.ARRAY_REMOVE,
            SqlLibraryOperators.ARRAY_SIZE,
            SqlLibraryOperators.ARRAY_SLICE,
            SqlLibraryOperators.ARRAY_TO_STRING,
            SqlLibraryOperators.ARRAYS_OVERLAP,
            SqlLibraryOperators.SORT_ARRAY,
            SqlLibraryOperators.MAP_KEYS,
            SqlLibraryOperators.MAP_VALUES,
            SqlLibraryOperators.MAP_ENTRIES,
            SqlLibraryOperators.MAP_CONCAT,
            SqlLibraryOperators.MAP_CONTAINS_KEY,
            SqlLibraryOperators.MAP_FROM_ARRAYS,
            SqlLibraryOperators.STR_TO_MAP,
            SqlLibraryOperators.STRING_TO_ARRAY,
            SqlLibraryOperators.ACOSH,
            SqlLibraryOperators.ASINH,
            SqlLibraryOperators.ATANH,
            SqlLibraryOperators.COTH,
            SqlLibraryOperators.SECH,
            SqlLibraryOperators.CSCH,
            SqlLibraryOperators.CSC,
            SqlLibraryOperators.SEC,
            SqlLibraryOperators.COSD,
            SqlLibraryOperators.SIND,
            SqlLibraryOperators.TAND,
            SqlLibraryOperators.ACOSD,
            SqlLibraryOperators.ASIND,
            SqlLibraryOperators.ATAND,
            SqlLibraryOperators.LOG1P,
            SqlLibraryOperators.BIN,
            SqlLibraryOperators.BIT_LENGTH,
            SqlLibraryOperators.GETBIT,
            SqlLibraryOperators.BIT_GET,
            SqlLibraryOperators.RANDOM,
            SqlLibraryOperators.RLIKE,
            SqlLibraryOperators.NOT_RLIKE,
            SqlLibraryOperators.REGEXP,
            SqlLibraryOperators.REGEXP_SUBSTR,
            SqlLibraryOperators.REGEXP_INSTR,
            nullable(SqlLibraryOperators.REGEXP_EXTRACT_ALL, ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_ARRAY)),
            SqlLibraryOperators.TRUNC_BIG_QUERY,
            SqlLibraryOperators.DATE_DIFF,
            SqlLibraryOperators.DATETIME_ADD,
            SqlLibraryOperators.DATETIME_SUB,
            SqlLibraryOperators.DATETIME_DIFF,
            SqlLibraryOperators.DATETIME_TRUNC,
            SqlLibraryOperators.TIMESTAMP_ADD2,
            SqlLibraryOperators.TIMESTAMP_SUB,
            SqlLibraryOperators.TIMESTAMP_DIFF3,
            SqlLibraryOperators.TIMESTAMP_TRUNC,
            SqlLibraryOperators.TIME_ADD,
            SqlLibraryOperators.TIME_SUB,
            SqlLibraryOperators.TIME_DIFF,
            SqlLibraryOperators.TIME_TRUNC,
            SqlLibraryOperators.ARRAY_REPEAT,
            SqlLibraryOperators.ARRAY_INSERT,
            SqlLibraryOperators.CODE_POINTS_TO_STRING,
            SqlLibraryOperators.CODE_POINTS_TO_BYTES,
            SqlLibraryOperators.TO_CODE_POINTS,
            SqlLibraryOperators.CONTAINS_SUBSTR,
            SqlLibraryOperators.FORMAT_DATE,
            SqlLibraryOperators.FORMAT_DATETIME,
            SqlLibraryOperators.FORMAT_TIME,
            SqlLibraryOperators.FORMAT_TIMESTAMP,
            SqlLibraryOperators.PARSE_DATE,
            SqlLibraryOperators.PARSE_DATETIME,
            SqlLibraryOperators.PARSE_TIME,
            SqlLibraryOperators.PARSE_TIMESTAMP,
            SqlLibraryOperators.DATE_FROM_UNIX_DATE,
            SqlLibraryOperators.UNIX_DATE,
            SqlLibraryOperators.FIND_IN_SET,
            SqlLibraryOperators.SAFE_ADD,
            SqlLibraryOperators.SAFE_SUBTRACT,
            SqlLibraryOperators.SAFE_MULTIPLY,
            SqlLibraryOperators.SAFE_DIVIDE,
            SqlLibraryOperators.SAFE_NEGATE,
            SqlLibraryOperators.FROM_HEX,
            SqlLibraryOperators.HEX,
            SqlLibraryOperators.TO_BASE32,
            SqlLibraryOperators.FROM_BASE32,
            SqlLibraryOperators.FORMAT_NUMBER,
            SqlLibraryOperators.BASE64,
            SqlLibraryOperators.UN_BASE64,
            SqlLibraryOperators.LEVENSHTEIN,
            SqlLibraryOperators.SOUNDEX,
            SqlLibraryOperators.TO_BASE64,
            SqlLibraryOperators.FROM_BASE64,
            SqlLibraryOperators.TO_HEX,
            SqlLibraryOperators.MD5,
            SqlLibraryOperators.SHA1,
            SqlLibraryOperators.SHA256,
            SqlLibraryOperators.SHA512,
            SqlLibraryOperators.CRC32,
            SqlLibraryOperators.LOG2,
            SqlLibraryOperators.LOG,
            SqlLibraryOperators.POW,
            SqlLibraryOperators.HYPOT,
            SqlLibraryOperators.COSH,
            SqlLibraryOperators.SINH,
            SqlLibraryOperators.TANH,
            SqlLibraryOperators.TRY_CAST,
            SqlLibraryOperators.SAFE_CAST,
            SqlLibraryOperators.CHR,
            SqlLibraryOperators.CHAR,
            SqlLibraryOperators.COMPRESS,
            SqlLibraryOperators.TIMESTAMP_MICROS,
            SqlLibraryOperators.UNIX_MICROS,
            SqlLibraryOperators.URL_ENCODE,
            SqlLibraryOperators.URL_DECODE,
            SqlLibraryOperators.NULL_SAFE_EQUAL,
            nullable(SqlLibraryOperators.MONTHNAME, ReturnTypes.VARCHAR),
            nullable(SqlLibraryOperators.DAYNAME, ReturnTypes.VARCHAR),
            SqlLibraryOperators.PARSE_URL,
            SqlLibraryOperators.FACTORIAL,
            SqlLibraryOperators.IS_NAN,
            SqlLibraryOperators.IS_INF,
            SqlLibraryOperators.BIT_COUNT_BIG_QUERY,
            SqlLibraryOperators.STRCMP,
            SqlLibraryOperators.DIFFERENCE,
            SqlLibraryOperators.SUBSTRING_INDEX);

    /** What Calcite would answer wrongly: these make text of numbers. */
    private static final Set<String> INEXACT = Set.of("JSON_INSERT", "JSON_REPLACE", "JSON_SET");

    /** Aggregates of Calcite that a query cannot have, or that tell of groups and not of rows. */
    private static final Set<String> WITHOUT_CODE = Set.of("SINGLE_VALUE", "GROUPING", "GROUPING_ID", "GROUP_ID");

    private static final SqlOperatorTable TABLE = new OperatorsByName(all());

    private static final Set<String> AGGREGATES = TABLE.getOperatorList().stream()
            .filter(SqlAggFunction.class::isInstance)
            .map(SqlOperator::getName)
            .collect(Collectors.toSet());

    private MillraceOperators() {}

    public static SqlOperatorTable table() {
        return TABLE;
    }

    /** The names that can be written as functions, for suggestions. */
    public static List<String> functionNames() {
        return TABLE.getOperatorList().stream()
                .map(SqlOperator::getName)
                .filter(name -> name.matches("[A-Z][A-Z0-9_]*"))
                .distinct()
                .toList();
    }

    /** Whether a function computes one value of many rows. */
    public static boolean isAggregate(String name) {
        return AGGREGATES.contains(name.toUpperCase(Locale.ROOT));
    }

    /** The names of the functions that stand in FROM. */
    static List<String> tableFunctionNames() {
        return Stream.concat(
                        TABLE.getOperatorList().stream().filter(SqlTableFunction.class::isInstance),
                        Stream.of(MillraceFunctions.generateSeries()))
                .map(SqlOperator::getName)
                .filter(name -> name.matches("[A-Z][A-Z0-9_]*"))
                .distinct()
                .sorted()
                .toList();
    }

    /** The names of the aggregates that a query can ask for, in order. */
    public static List<String> aggregateNames() {
        return Stream.concat(
                        TABLE.getOperatorList().stream()
                                .filter(operator -> operator instanceof SqlAggFunction function
                                        && !function.requiresOver()
                                        && !WITHOUT_CODE.contains(function.getName()))
                                .map(SqlOperator::getName),
                        AggregateSyntax.names().stream())
                .filter(name -> name.matches("[A-Z][A-Z0-9_]*"))
                .distinct()
                .sorted()
                .toList();
    }

    /** The function with a type that is nullable when an argument is. */
    private static SqlOperator nullable(SqlFunction function, SqlReturnTypeInference type) {
        return ((SqlBasicFunction) function).withReturnTypeInference(type.andThen(SqlTypeTransforms.TO_NULLABLE));
    }

    private static List<SqlOperator> all() {
        List<SqlOperator> all = new ArrayList<>();
        all.addAll(List.of(WindowFunction.TUMBLE, WindowFunction.HOP, WindowFunction.CUMULATE));
        all.addAll(List.of(SessionFunction.SESSION, SessionFunction.GROUPED_END));
        all.addAll(MillraceFunctions.operators());
        all.addAll(LibraryFunctions.operators());
        all.addAll(NeighbourFunctions.ALL);
        all.addAll(SampleVariance.ALL);
        all.addAll(ArrangedAggregates.ALL);
        all.addAll(PairAggregates.ALL);
        Set<String> ours = new HashSet<>();
        all.forEach(operator -> ours.add(operator.getName().toUpperCase(Locale.ROOT)));
        all.addAll(LIBRARY);
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            String name = operator.getName().toUpperCase(Locale.ROOT);
            // PERIOD … CONTAINS … has the name of a function, but not its form
            boolean other = !ours.contains(name) || operator == SqlStdOperatorTable.CONTAINS;
            boolean replaced =
                    operator instanceof SqlJsonArrayAggAggFunction || operator instanceof SqlJsonObjectAggAggFunction;
            if (other && !replaced && !INEXACT.contains(name)) {
                all.add(operator);
            }
        }
        return all;
    }
}
