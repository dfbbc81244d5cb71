package io.millrace.sql.tree.ddl;

import org.apache.calcite.sql.SqlWriter;

/** What CREATE does when the name is taken: fail, unless {@code OR REPLACE} or {@code IF NOT EXISTS} was written. */
public record CreateMode(boolean orReplace, boolean ifNotExists) {
    public void unparse(SqlWriter writer, String kind) {
        writer.keyword(orReplace ? "CREATE OR REPLACE" : "CREATE");
        writer.keyword(kind);
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
    }
}
