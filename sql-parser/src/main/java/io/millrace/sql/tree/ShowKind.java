package io.millrace.sql.tree;

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

    /** The kind with these words, whatever their case and the space between them. */
    public static ShowKind named(String words, SqlParserPos position) {
        String name = words.toUpperCase(Locale.ROOT).replace(' ', '_');
        for (ShowKind kind : values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new SqlSyntaxException(position, "SHOW does not know \"" + words + "\"");
    }
}
