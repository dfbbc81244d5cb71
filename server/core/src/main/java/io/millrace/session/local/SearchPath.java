package io.millrace.session.local;

import io.millrace.catalog.RelationName;
import io.millrace.config.Setting;
import io.millrace.session.Outcome;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.control.SettingStatements;
import io.millrace.session.statement.table.StatementTable;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import io.millrace.sql.names.NamedRelation;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.Truncate;
import io.millrace.sql.tree.control.SetOption;
import io.millrace.sql.tree.ddl.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What names mean that are written without a schema: something in the session's schema, or else in {@code public}. Statements get the
 * schemas before anything else is done with them, so that nothing behind this knows of sessions: what is kept means the same for everybody.
 *
 * @param schema of the session
 */
record SearchPath(String schema) {

    /** Whether names mean what they mean without any schema. */
    boolean isPublic() {
        return schema.equalsIgnoreCase(RelationName.PUBLIC);
    }

    /** A statement in which every name has its schema, when the session has one of its own. */
    Qualified qualified(ParsedStatement statement, Supplier<Access> access) {
        if (isPublic()) {
            return Qualified.asWritten(statement);
        }
        Access seen = access.get();
        boolean kept = switch (StatementTable.effect(statement.statement())) {
            case READS, CHANGES_ROWS -> false;
            case CHANGES_DEFINITIONS, CONTROLS -> true;
        };
        return kept
                ? Qualified.text(statement, name -> schemaOf(name, seen))
                : Qualified.tree(statement, name -> schemaOf(name, seen));
    }

    private String schemaOf(NamedRelation name, Access seen) {
        RelationName own = new RelationName(schema, name.relation());
        return name.made() || seen.sees(own) || !seen.sees(RelationName.of(name.relation()))
                ? schema
                : RelationName.PUBLIC;
    }

    /** An outcome that says so when what has gone was not in the session's schema, as somebody may have thought. */
    Outcome told(Qualified statement, Outcome outcome) {
        Statement done = statement.statement().statement();
        if (statement.elsewhere().isEmpty()
                || !(done instanceof Drop || done instanceof Truncate)
                || !(outcome instanceof Outcome.Updated updated)) {
            return outcome;
        }
        List<String> warnings = new ArrayList<>(updated.warnings());
        statement
                .elsewhere()
                .forEach(name -> warnings.add("\"" + name + "\" was found in schema \"" + name.schema()
                        + "\", as there is none in \"" + schema + "\""));
        return new Outcome.Updated(updated.count(), warnings);
    }

    /** What names mean behind a statement of a script, as far as that can be known before it is carried out. */
    SearchPath after(Statement statement) {
        return statement instanceof SetOption set
                        && Written.name(set.key()).text().equalsIgnoreCase(Setting.SCHEMA.key())
                ? new SearchPath(SettingStatements.schemaName(Written.node(set.value())))
                : this;
    }

    /** The name of a relation as a client gives it: {@code t} or {@code s.t}. */
    RelationName named(String text, Access seen) {
        RelationName name = seen.version().catalog().name(text);
        RelationName own = new RelationName(schema, name.name());
        return name.equals(RelationName.of(text)) && seen.sees(own) ? own : name;
    }

    /** An error at the place where its cause was written. */
    static MillraceException placed(Qualified statement, MillraceException failure) {
        Optional<Position> place = failure.position().map(statement::written);
        return place.equals(failure.position())
                ? failure
                : new MillraceException(failure.code(), place.orElse(null), failure.getMessage(), failure);
    }
}
