package io.millrace.session.definition;

import io.millrace.catalog.GrantedOn;
import io.millrace.catalog.People;
import io.millrace.catalog.Person;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that make users, roles and what they may do again; they hold hashes, but no passwords. */
public final class PeopleTexts {

    public static final String HASH = "password_hash";

    private PeopleTexts() {}

    public static String user(String name, Optional<String> hash, boolean admin) {
        List<String> options = new ArrayList<>();
        hash.ifPresent(text -> options.add(HASH + " = '" + text + "'"));
        if (admin) {
            options.add("admin = true");
        }
        return "CREATE USER " + RelationName.quoted(name)
                + (options.isEmpty() ? "" : " WITH (" + String.join(", ", options) + ")");
    }

    public static String role(String name) {
        return "CREATE ROLE " + RelationName.quoted(name);
    }

    public static String password(String name, Optional<String> hash) {
        return "ALTER USER " + RelationName.quoted(name) + " WITH (" + HASH + " = '" + hash.orElseThrow() + "')";
    }

    /** All of them, in an order in which they can be executed when everything else is defined. */
    public static List<String> all(People people) {
        List<String> texts = new ArrayList<>();
        for (Person person : people.persons()) {
            texts.add(person.isRole() ? role(person.name()) : user(person.name(), person.password(), false));
        }
        for (Person person : people.persons()) {
            person.roles()
                    .forEach(role -> texts.add(
                            "GRANT " + RelationName.quoted(role) + " TO " + RelationName.quoted(person.name())));
            people.granted(person.name()).forEach((on, rights) -> texts.add(grant(rights, on, person)));
        }
        return texts;
    }

    private static String grant(EnumSet<Right> rights, GrantedOn on, Person person) {
        return "GRANT " + rights.stream().map(Right::name).collect(Collectors.joining(", ")) + " ON "
                + switch (on.kind()) {
                    case SERVER -> "SERVER";
                    case SCHEMA -> "SCHEMA " + RelationName.PUBLIC;
                    case ALL_RELATIONS -> "ALL RELATIONS";
                    case OBJECT -> object(on.object().orElseThrow());
                }
                + " TO " + RelationName.quoted(person.name());
    }

    private static String object(RelationName name) {
        return name.word()
                .map(word -> word.toUpperCase(Locale.ROOT) + " " + RelationName.quoted(name.name()))
                .orElseGet(
                        () -> "TABLE " + RelationName.quoted(name.schema()) + "." + RelationName.quoted(name.name()));
    }
}
