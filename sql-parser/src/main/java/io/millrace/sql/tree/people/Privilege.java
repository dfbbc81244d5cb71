package io.millrace.sql.tree.people;

import io.millrace.sql.tree.ObjectKind;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlWriter;

/** What GRANT can allow. */
public enum Privilege {
    ALL,
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    CREATE,
    ALTER,
    DROP,
    USAGE;

    static void unparse(SqlWriter writer, List<Privilege> privileges, Optional<ObjectKind> kind) {
        SqlWriter.Frame frame = writer.startList("", "");
        for (Privilege privilege : privileges) {
            writer.sep(",");
            writer.keyword(privilege.name());
        }
        writer.endList(frame);
        writer.keyword("ON");
        if (kind.isPresent()) {
            writer.keyword(kind.get().sql());
        }
    }
}
