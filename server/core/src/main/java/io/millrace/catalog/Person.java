package io.millrace.catalog;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A user, who can log in, or a role, which is granted to users and roles.
 *
 * @param password its hash; a user without one cannot log in by password
 * @param roles what was granted to it, by key
 */
public record Person(String name, boolean isRole, Optional<String> password, SortedSet<String> roles) {

    public Person {
        roles = new TreeSet<>(roles);
    }

    static Person user(String name, Optional<String> password) {
        return new Person(name, false, password, new TreeSet<>());
    }

    static Person role(String name) {
        return new Person(name, true, Optional.empty(), new TreeSet<>());
    }

    Person withPassword(Optional<String> changed) {
        return new Person(name, isRole, changed, roles);
    }

    Person withRole(String role) {
        SortedSet<String> more = new TreeSet<>(roles);
        more.add(role);
        return new Person(name, isRole, password, more);
    }

    Person withoutRole(String role) {
        SortedSet<String> fewer = new TreeSet<>(roles);
        fewer.remove(role);
        return new Person(name, isRole, password, fewer);
    }

    public String kind() {
        return isRole ? "role" : "user";
    }
}
