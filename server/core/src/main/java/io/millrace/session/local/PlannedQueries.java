package io.millrace.session.local;

import io.millrace.session.Principal;
import io.millrace.session.statement.StatementShape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The queries of all sessions that were planned lately, so that a dashboard's text is planned once per user, schema and version
 * of the catalog. */
final class PlannedQueries {

    private static final int REMEMBERED = 256;
    private static final int REMEMBERED_CHARACTERS = 131_072;
    private static final int LONGEST_TEXT = 8_192;

    /** A query and what was found out about it. */
    record Planned(Qualified statement, StatementShape shape) {}

    private record Key(String sql, long catalogVersion, Principal principal, SearchPath path) {}

    private final Map<Key, Planned> queries = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    Optional<Planned> find(String sql, long catalogVersion, Principal principal, SearchPath path) {
        synchronized (queries) {
            return Optional.ofNullable(queries.get(new Key(sql, catalogVersion, principal, path)));
        }
    }

    void remember(String sql, long catalogVersion, Principal principal, SearchPath path, Planned planned) {
        if (sql.length() <= LONGEST_TEXT) {
            synchronized (queries) {
                if (queries.put(new Key(sql, catalogVersion, principal, path), planned) == null) {
                    characters += sql.length();
                }
                forgetOldest();
            }
        }
    }

    private void forgetOldest() {
        Iterator<Key> oldest = queries.keySet().iterator();
        while (queries.size() > REMEMBERED || characters > REMEMBERED_CHARACTERS) {
            characters -= oldest.next().sql().length();
            oldest.remove();
        }
    }
}
