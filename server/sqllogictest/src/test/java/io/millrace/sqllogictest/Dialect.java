package io.millrace.sqllogictest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements of the scripts in the words of Millrace, where rows come into streams. */
final class Dialect {

    private static final Pattern CREATE_TABLE =
            Pattern.compile("(?is)^\\s*CREATE\\s+TABLE\\s+(\\w+)\\s*\\((.*)\\)\\s*;?\\s*$");
    private static final Pattern KEY = Pattern.compile("(?i)\\s+(PRIMARY\\s+KEY|UNIQUE)\\b");
    private static final Pattern DROP_TABLE = Pattern.compile("(?is)^\\s*DROP\\s+TABLE\\s+(\\w+)\\s*;?\\s*$");
    private static final Pattern DROP_VIEW = Pattern.compile("(?is)^\\s*DROP\\s+VIEW\\s+(\\w+)\\s*;?\\s*$");
    private static final Pattern WITHOUT_MEANING =
            Pattern.compile("(?is)^\\s*(CREATE|DROP)\\s+(UNIQUE\\s+)?INDEX\\b.*|^\\s*REINDEX\\b.*");

    private Dialect() {}

    /** What a statement is here; empty when it makes no difference to answers. */
    static Optional<String> of(String statement) {
        if (WITHOUT_MEANING.matcher(statement).matches()) {
            return Optional.empty();
        }
        Matcher table = CREATE_TABLE.matcher(statement);
        if (table.matches()) {
            return Optional.of("CREATE STREAM " + table.group(1) + " ("
                    + KEY.matcher(table.group(2)).replaceAll("") + ")");
        }
        Matcher drop = DROP_TABLE.matcher(statement);
        if (drop.matches()) {
            return Optional.of("DROP STREAM " + drop.group(1) + " CASCADE");
        }
        Matcher view = DROP_VIEW.matcher(statement);
        return Optional.of(view.matches() ? "DROP VIEW IF EXISTS " + view.group(1) + " CASCADE" : statement);
    }

    /** Whether views may be gone after a statement that read what it drops. */
    static boolean drops(String statement) {
        return DROP_TABLE.matcher(statement).matches()
                || DROP_VIEW.matcher(statement).matches();
    }

    /** Whether a statement makes what queries can read. */
    static boolean defines(String statement) {
        return CREATE_TABLE.matcher(statement).matches();
    }
}
