package io.millrace.spi.error;

/** The stable names of errors, each with its blame and SQLSTATE. Names are only ever added. */
public enum ErrorCode {
    SYNTAX_ERROR(Blame.USER, "42601"),
    NOT_SUPPORTED(Blame.USER, "0A000"),
    COLUMN_NOT_FOUND(Blame.USER, "42703"),
    COLUMN_AMBIGUOUS(Blame.USER, "42702"),
    COLUMN_ALREADY_EXISTS(Blame.USER, "42701"),
    RELATION_NOT_FOUND(Blame.USER, "42P01"),
    RELATION_ALREADY_EXISTS(Blame.USER, "42P07"),
    RELATION_WRONG_KIND(Blame.USER, "42809"),
    FUNCTION_NOT_FOUND(Blame.USER, "42883"),
    TYPE_NOT_FOUND(Blame.USER, "42704"),
    TYPE_MISMATCH(Blame.USER, "42804"),
    INVALID_QUERY(Blame.USER, "42000"),
    INVALID_GROUPING(Blame.USER, "42803"),
    INVALID_WINDOW(Blame.USER, "42P20"),
    INVALID_DEFINITION(Blame.USER, "42P16"),
    DEPENDENTS_EXIST(Blame.USER, "2BP01"),
    CONNECTOR_NOT_FOUND(Blame.USER, "42704"),
    OPTION_UNKNOWN(Blame.USER, "42616"),
    OPTION_INVALID(Blame.USER, "42616"),
    OPTION_MISSING(Blame.USER, "42616"),
    SETTING_UNKNOWN(Blame.USER, "42704"),
    SETTING_INVALID(Blame.USER, "22023"),
    STATEMENT_NOT_FOUND(Blame.USER, "26000"),
    CURSOR_NOT_FOUND(Blame.USER, "24000"),
    CONNECTION_NOT_FOUND(Blame.USER, "08003"),
    PARAMETER_INVALID(Blame.USER, "07001"),
    NUMERIC_OUT_OF_RANGE(Blame.USER, "22003"),
    DIVISION_BY_ZERO(Blame.USER, "22012"),
    INVALID_CAST(Blame.USER, "22018"),
    INVALID_DATETIME(Blame.USER, "22007"),
    INVALID_ENCODING(Blame.USER, "22021"),
    INVALID_RECORD(Blame.USER, "22000"),
    INVALID_ARGUMENT(Blame.USER, "22023"),
    VALUE_TOO_LONG(Blame.USER, "22001"),
    NULL_NOT_ALLOWED(Blame.USER, "23502"),
    UNIQUE_VIOLATION(Blame.USER, "23505"),
    CARDINALITY_VIOLATION(Blame.USER, "21000"),
    QUERY_CANCELLED(Blame.USER, "57014"),
    LIMIT_EXCEEDED(Blame.USER, "54000"),
    FILE_NOT_FOUND(Blame.EXTERNAL, "58P01"),
    FILE_ERROR(Blame.EXTERNAL, "58030"),
    SOURCE_FAILED(Blame.EXTERNAL, "58000"),
    SINK_FAILED(Blame.EXTERNAL, "58000"),
    PROTOCOL_VIOLATION(Blame.USER, "08P01"),
    ADDRESS_UNAVAILABLE(Blame.EXTERNAL, "58000"),
    SERVER_STOPPING(Blame.EXTERNAL, "57P01"),
    QUERY_FAILED(Blame.EXTERNAL, "55000"),
    INTERNAL_ERROR(Blame.INTERNAL, "XX000"),
    CLOCK_REFUSED(Blame.USER, "55000"),
    TIME_AHEAD(Blame.USER, "22008"),
    SOURCE_GONE(Blame.EXTERNAL, "58000"),
    DATA_DAMAGED(Blame.EXTERNAL, "XX001"),
    MEMORY_EXCEEDED(Blame.USER, "53200"),
    DISK_FULL(Blame.EXTERNAL, "53100"),
    JOURNAL_BROKEN(Blame.EXTERNAL, "58030"),
    SINK_MISMATCH(Blame.USER, "55000"),
    SERVER_RECOVERING(Blame.EXTERNAL, "57P03"),
    REPLAY_DIFFERS(Blame.INTERNAL, "XX000");

    private final Blame blame;
    private final String sqlState;

    ErrorCode(Blame blame, String sqlState) {
        this.blame = blame;
        this.sqlState = sqlState;
    }

    public Blame blame() {
        return blame;
    }

    public String sqlState() {
        return sqlState;
    }
}
