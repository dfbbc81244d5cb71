package io.millrace.sql.tree.show;

import io.millrace.sql.tree.NearestWord;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What SHOW can list. */
public enum ShowKind {
    STREAMS,
    TABLES,
    VIEWS,
    MATERIALIZED_VIEWS,
    SINKS,
    QUERIES,
    CONNECTORS,
    CONNECTIONS,
    FUNCTIONS,
    SETTINGS,
    CLOCK,
    SECRETS,
    SUBSCRIPTIONS,
    SESSIONS,
    SCHEMAS,
    USERS,
    ROLES,
    GRANTS;

    /** The words of SQL, such as {@code MATERIALIZED VIEWS}. */
    public String sql() {
        return name().replace('_', ' ');
    }

    /** The kind with these words, whatever their case. */
    public static ShowKind named(String words, SqlParserPos position) {
        String upper = words.toUpperCase(Locale.ROOT);
        List<String> known = Arrays.stream(values()).map(ShowKind::sql).toList();
        if (known.contains(upper)) {
            return values()[known.indexOf(upper)];
        }
        String remedy = NearestWord.among(known, upper).stream()
                .findFirst()
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("it shows " + String.join(", ", known));
        throw new SqlSyntaxException(position, "SHOW does not know \"" + words + "\"; " + remedy);
    }
}
