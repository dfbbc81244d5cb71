package io.millrace.session.statement.people;

import io.millrace.catalog.GrantedOn;
import io.millrace.catalog.People;
import io.millrace.catalog.Person;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.people.AlterOwner;
import io.millrace.sql.tree.people.Grant;
import io.millrace.sql.tree.people.GrantRole;
import io.millrace.sql.tree.people.Privilege;
import io.millrace.sql.tree.people.PrivilegesOn;
import io.millrace.sql.tree.people.Revoke;
import io.millrace.sql.tree.people.RevokeRole;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** GRANT, REVOKE and ALTER … OWNER TO. */
public final class Grants {

    private final Services services;
    private final Run run;

    public Grants(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** What becomes of the rights that somebody has. */
    private interface Granting {
        People to(People people, String name, GrantedOn on, EnumSet<Right> rights);
    }

    public Outcome grant(Grant statement) {
        return change(statement, statement.what(), Written.names(statement.grantees()), People::withGrant);
    }

    public Outcome revoke(Revoke statement) {
        return change(statement, statement.what(), Written.names(statement.grantees()), People::withoutGrant);
    }

    private Outcome change(Statement statement, PrivilegesOn what, List<Written> names, Granting granting) {
        return new PeopleChange(services, run, statement).make(text(), current -> {
            GrantedOn on = on(what, current);
            EnumSet<Right> rights = rights(what, on);
            People people = current.catalog().people();
            for (Written name : names) {
                PeopleChange.checkPerson(current, name);
                people = granting.to(people, name.text(), on, rights);
            }
            return current.withPeople(people);
        });
    }

    public Outcome grant(GrantRole statement) {
        List<Written> roles = Written.names(statement.roles());
        List<Written> members = Written.names(statement.grantees());
        return new PeopleChange(services, run, statement).make(text(), current -> {
            People people = current.catalog().people();
            for (Written role : roles) {
                checkRole(current, role);
                for (Written member : members) {
                    PeopleChange.checkPerson(current, member);
                    if (people.has(role.text(), member.text())) {
                        throw At.error(
                                ErrorCode.INVALID_GRANT,
                                member,
                                "\"" + member.text() + "\" cannot have the role \"" + role.text()
                                        + "\", which is the same or has it itself");
                    }
                    people = people.withMember(role.text(), member.text());
                }
            }
            return current.withPeople(people);
        });
    }

    public Outcome revoke(RevokeRole statement) {
        List<Written> roles = Written.names(statement.roles());
        List<Written> members = Written.names(statement.grantees());
        return new PeopleChange(services, run, statement).make(text(), current -> {
            People people = current.catalog().people();
            for (Written role : roles) {
                checkRole(current, role);
                for (Written member : members) {
                    PeopleChange.checkPerson(current, member);
                    people = people.withoutMember(role.text(), member.text());
                }
            }
            return current.withPeople(people);
        });
    }

    public Outcome own(AlterOwner statement) {
        Written written = Written.name(statement.name());
        Written owner = Written.name(statement.owner());
        return new PeopleChange(services, run, statement).make(text(), current -> {
            RelationName name = object(statement.kind(), written, current);
            PeopleChange.checkPerson(current, owner);
            People people = current.catalog().people().withOwner(name, owner.text());
            Definitions.Version next = current.withPeople(people);
            DefinitionText text = current.texts().get(name);
            return text == null ? next : next.withOwnText(name, text.of(owner.text()));
        });
    }

    private String text() {
        return run.parsed().text();
    }

    private static void checkRole(Definitions.Version version, Written name) {
        Person person =
                PeopleChange.checkPerson(version, name).find(name.text()).orElseThrow();
        if (!person.isRole()) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    name,
                    "\"" + name.text() + "\" is a user; roles are granted, or privileges ON something");
        }
    }

    private static GrantedOn on(PrivilegesOn what, Definitions.Version version) {
        return switch (what.target()) {
            case SERVER -> GrantedOn.SERVER;
            case ALL_RELATIONS -> GrantedOn.ALL_RELATIONS;
            case SCHEMA -> {
                Written schema = Written.name(what.object());
                yield GrantedOn.schema(version.catalog()
                        .schemaOfUsers(schema.text())
                        .orElseThrow(() -> At.notFound(RelationName.schema(schema.text()), schema, version.catalog())));
            }
            case OBJECT ->
                GrantedOn.object(object(what.kind().orElse(ObjectKind.TABLE), Written.name(what.object()), version));
        };
    }

    /** The name of what is there, whatever its kind. */
    private static RelationName object(ObjectKind kind, Written written, Definitions.Version version) {
        switch (kind) {
            case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, FUNCTION, CONNECTION, SECRET, SCHEMA -> {}
            case SUBSCRIPTION, USER, ROLE ->
                throw At.error(ErrorCode.NOT_SUPPORTED, written, "a " + kind.sql() + " has no privileges");
        }
        RelationName name = At.named(kind, written);
        if (!version.exists(name)) {
            throw At.notFound(name, written, version.catalog());
        }
        if (name.isProvided() || name.isSide()) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" "
                            + (name.isSide()
                                    ? "is read by whoever may read what it belongs to"
                                    : "shows everybody what they may see"));
        }
        return version.asCreated(name);
    }

    private static EnumSet<Right> rights(PrivilegesOn what, GrantedOn on) {
        EnumSet<Right> rights = EnumSet.noneOf(Right.class);
        for (Privilege privilege : what.privileges()) {
            if (privilege == Privilege.ALL) {
                Arrays.stream(Right.values()).filter(on::takes).forEach(rights::add);
            } else {
                Right right = Right.valueOf(privilege.name());
                if (!on.takes(right)) {
                    throw At.error(
                            ErrorCode.INVALID_GRANT,
                            Written.node(what),
                            right + " is a privilege on "
                                    + switch (right.scope()) {
                                        case OBJECT ->
                                            right == Right.USAGE
                                                    ? "connections and secrets"
                                                    : "relations, sinks and functions";
                                        case SCHEMA -> "schemas and the server; write GRANT CREATE ON SCHEMA public";
                                        case SERVER -> "the server; write GRANT " + right + " ON SERVER";
                                    });
                }
                rights.add(right);
            }
        }
        return rights;
    }
}
