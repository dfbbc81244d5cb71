package io.millrace.session.statement.table;

import io.millrace.session.PreparedSql;

/** What a kind of statement does to the server. */
public enum Effect {
    /** Gives rows and changes nothing. */
    READS(PreparedSql.Kind.QUERY),
    /** Changes rows, all in one batch, and tells how many. */
    CHANGES_ROWS(PreparedSql.Kind.UPDATE),
    /** Changes what is defined, and with it what later statements of a script may mean. */
    CHANGES_DEFINITIONS(PreparedSql.Kind.OTHER),
    /** Concerns the session, other statements, or the server as a whole. */
    CONTROLS(PreparedSql.Kind.OTHER);

    private final PreparedSql.Kind gives;

    Effect(PreparedSql.Kind gives) {
        this.gives = gives;
    }

    /** What a client can expect, but for queries that do not end. */
    PreparedSql.Kind gives() {
        return gives;
    }
}
