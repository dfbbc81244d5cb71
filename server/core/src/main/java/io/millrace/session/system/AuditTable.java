package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.session.audit.Audit;

/** What users have done and were not allowed to do: of all for who may monitor the server, else what is one's own. */
public final class AuditTable {

    private final Audit audit;

    public AuditTable(Audit audit) {
        this.audit = audit;
    }

    public SystemTable table() {
        return SystemTable.columns()
                .time("at")
                .text("user_name")
                .text("action")
                .text("outcome")
                .text("detail")
                .in(
                        RelationName.SYS,
                        "audit",
                        "who has logged in, has defined or controlled something, or was not allowed to do something",
                        (rows, viewer) -> audit.entries().stream()
                                .filter(entry -> viewer.rights().may(Right.MONITOR)
                                        || entry.user()
                                                .equals(viewer.principal().name()))
                                .forEach(entry -> rows.add(
                                        entry.at(),
                                        entry.user(),
                                        entry.action(),
                                        entry.outcome().name(),
                                        entry.detail())));
    }
}
