package io.millrace.connector.jdbc;

import java.util.Map;

class PostgresUpsertConformanceTest extends PostgresSinkConformanceTest {

    @Override
    Map<String, String> options() {
        return Map.of("existing", "replace", "mode", "upsert");
    }
}
