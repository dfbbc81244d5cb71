package io.millrace.session.local;

import io.millrace.session.statement.StatementShape;
import io.millrace.sql.parser.ParsedStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The queries of all sessions that were planned lately, so that a dashboard's text is planned once per version of the catalog. */
final class PlannedQueries {

    private static final int REMEMBERED = 256;
    private static final int LONGEST_TEXT = 8_192;

    /** A query and what was found out about it. */
    record Planned(ParsedStatement statement, StatementShape shape) {}

    private record Key(String sql, long catalogVersion) {}

    private final Map<Key, Planned> queries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Planned> eldest) {
            return size() > REMEMBERED;
        }
    };

    Optional<Planned> find(String sql, long catalogVersion) {
        synchronized (queries) {
            return Optional.ofNullable(queries.get(new Key(sql, catalogVersion)));
        }
    }

    void remember(String sql, long catalogVersion, Planned planned) {
        if (sql.length() <= LONGEST_TEXT) {
            synchronized (queries) {
                queries.put(new Key(sql, catalogVersion), planned);
            }
        }
    }
}
