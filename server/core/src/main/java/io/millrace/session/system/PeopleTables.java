package io.millrace.session.system;

import io.millrace.catalog.GrantedOn;
import io.millrace.catalog.People;
import io.millrace.catalog.Person;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.session.definition.Definitions;
import io.millrace.session.rows.RowList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What SHOW USERS, ROLES and GRANTS show: administrators see all, others themselves, their roles, and what was granted on what is theirs. */
public final class PeopleTables {

    private static final String OWNER = "OWNER";

    private final Supplier<Definitions> definitions;

    /** @param definitions asked for when tables are read, because these belong to what is defined themselves */
    public PeopleTables(Supplier<Definitions> definitions) {
        this.definitions = definitions;
    }

    public List<SystemTable> tables() {
        return List.of(
                SystemTable.columns()
                        .text("name")
                        .text("has_password")
                        .optionalText("roles")
                        .in(
                                RelationName.SYS,
                                "users",
                                "who can log in",
                                (rows, viewer) -> persons(rows, viewer, false)),
                SystemTable.columns()
                        .text("name")
                        .optionalText("roles")
                        .in(
                                RelationName.SYS,
                                "roles",
                                "what can be granted to users as a whole",
                                (rows, viewer) -> persons(rows, viewer, true)),
                SystemTable.columns()
                        .text("grantee")
                        .text("privilege")
                        .text("granted_on")
                        .optionalText("name")
                        .in(RelationName.SYS, "grants", "who may do what, and what belongs to whom", this::grants));
    }

    private People people() {
        return definitions.get().catalog().people();
    }

    private static Predicate<Person> seen(People people, Viewer viewer) {
        return person ->
                viewer.rights().isAll() || people.has(viewer.principal().name(), person.name());
    }

    private void persons(RowList rows, Viewer viewer, boolean roles) {
        People people = people();
        people.persons().stream()
                .filter(person -> person.isRole() == roles)
                .filter(seen(people, viewer))
                .forEach(person -> {
                    String granted = person.roles().isEmpty() ? null : String.join(", ", person.roles());
                    if (roles) {
                        rows.add(person.name(), granted);
                    } else {
                        rows.add(person.name(), person.password().isPresent() ? "YES" : "NO", granted);
                    }
                });
    }

    private void grants(RowList rows, Viewer viewer) {
        People people = people();
        for (Person person : people.persons()) {
            boolean seen = seen(people, viewer).test(person);
            people.granted(person.name()).forEach((on, rights) -> {
                if (seen || on.object().filter(viewer.rights()::owns).isPresent()) {
                    for (Right right : rights) {
                        rows.add(
                                person.name(),
                                right.name(),
                                kind(on),
                                on.object().map(PeopleTables::name).orElse(null));
                    }
                }
            });
            if (seen) {
                people.owned(person.name()).forEach(name -> rows.add(person.name(), OWNER, "object", name(name)));
            }
        }
    }

    private static String kind(GrantedOn on) {
        if (on.object().filter(RelationName::isSchema).isPresent()) {
            return "schema";
        }
        return on.kind().name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    private static String name(RelationName name) {
        return name.word().isPresent() ? name.name() : name.toString();
    }
}
