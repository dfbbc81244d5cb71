package io.millrace.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * One version of who there is and who may do what: users, roles, what was granted to them, and whom things belong to. Immutable. Names
 * are compared without regard to case.
 */
public final class People {

    private static final People NOBODY = new People(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private final SortedMap<String, Person> persons;
    private final SortedMap<String, SortedMap<GrantedOn, EnumSet<Right>>> grants;
    private final SortedMap<RelationName, String> owners;
    /** Found out when somebody asks; depends on nothing else. */
    private final Map<String, Rights> rights = new ConcurrentHashMap<>();

    private People(
            SortedMap<String, Person> persons,
            SortedMap<String, SortedMap<GrantedOn, EnumSet<Right>>> grants,
            SortedMap<RelationName, String> owners) {
        this.persons = Collections.unmodifiableSortedMap(persons);
        this.grants = Collections.unmodifiableSortedMap(grants);
        this.owners = Collections.unmodifiableSortedMap(owners);
    }

    static People nobody() {
        return NOBODY;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether there are no users: then everybody may do everything. */
    public boolean isOpen() {
        return persons.isEmpty() || persons.values().stream().allMatch(Person::isRole);
    }

    public Optional<Person> find(String name) {
        return Optional.ofNullable(persons.get(key(name)));
    }

    /** All users and roles, by name. */
    public Collection<Person> persons() {
        return persons.values();
    }

    /** What was granted to somebody, without what comes from roles. */
    public SortedMap<GrantedOn, EnumSet<Right>> granted(String name) {
        return Collections.unmodifiableSortedMap(grants.getOrDefault(key(name), new TreeMap<>()));
    }

    /** Whom a relation, sink or function belongs to; empty when it was made by nobody in particular. */
    public Optional<String> owner(RelationName name) {
        return Optional.ofNullable(owners.get(name.main())).map(this::display);
    }

    /** What belongs to somebody, by name. */
    public List<RelationName> owned(String name) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key(name)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether nothing is granted on it and it belongs to nobody. */
    public boolean isNobodys(RelationName name) {
        return !owners.containsKey(name)
                && grants.values().stream().noneMatch(granted -> granted.containsKey(GrantedOn.object(name)));
    }

    private String display(String key) {
        return Optional.ofNullable(persons.get(key)).map(Person::name).orElse(key);
    }

    /** What a user may do; nothing when there is no such user. */
    public Rights rights(String name) {
        return rights.computeIfAbsent(key(name), this::findRights);
    }

    private Rights findRights(String user) {
        if (!persons.containsKey(user)) {
            return Rights.NONE;
        }
        Set<String> all = rolesOf(user);
        Map<GrantedOn, EnumSet<Right>> granted = new TreeMap<>();
        for (String name : all) {
            grants.getOrDefault(name, new TreeMap<>())
                    .forEach((on, more) -> granted.computeIfAbsent(on, none -> EnumSet.noneOf(Right.class))
                            .addAll(more));
        }
        boolean admin = granted.getOrDefault(GrantedOn.SERVER, EnumSet.noneOf(Right.class))
                .contains(Right.ADMIN);
        return new Rights(admin, all, granted, owners);
    }

    /** A user or role and all roles that it has, directly or through others, by key. */
    private Set<String> rolesOf(String name) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(key(name)));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            Person person = persons.get(next);
            if (person != null && found.add(next)) {
                open.addAll(person.roles());
            }
        }
        return found;
    }

    /** Whether somebody is a role or has it, directly or through others. */
    public boolean has(String name, String role) {
        return rolesOf(name).contains(key(role));
    }

    /** Whether there is a user who may do everything. */
    public boolean hasAdministrator() {
        return persons.values().stream()
                .anyMatch(person -> !person.isRole() && rights(person.name()).isAll());
    }

    // changes

    private People with(Person person) {
        TreeMap<String, Person> changed = new TreeMap<>(persons);
        changed.put(key(person.name()), person);
        return new People(changed, grants, owners);
    }

    private People with(String name, UnaryOperator<Person> change) {
        return with(change.apply(find(name).orElseThrow()));
    }

    public People withUser(String name, Optional<String> password) {
        return with(Person.user(name, password));
    }

    public People withRole(String name) {
        return with(Person.role(name));
    }

    public People withPassword(String name, Optional<String> password) {
        return with(name, person -> person.withPassword(password));
    }

    /** A version in which somebody has a role. */
    public People withMember(String role, String member) {
        return with(member, person -> person.withRole(key(role)));
    }

    public People withoutMember(String role, String member) {
        return with(member, person -> person.withoutRole(key(role)));
    }

    /** A version without somebody, and without what was granted to it. */
    public People without(String name) {
        TreeMap<String, Person> others = new TreeMap<>();
        persons.forEach((key, person) -> {
            if (!key.equals(key(name))) {
                others.put(key, person.withoutRole(key(name)));
            }
        });
        TreeMap<String, SortedMap<GrantedOn, EnumSet<Right>>> otherGrants = new TreeMap<>(grants);
        otherGrants.remove(key(name));
        return new People(others, otherGrants, owners);
    }

    public People withGrant(String name, GrantedOn on, EnumSet<Right> more) {
        return changed(name, on, had -> {
            had.addAll(more);
            return had;
        });
    }

    public People withoutGrant(String name, GrantedOn on, EnumSet<Right> fewer) {
        return changed(name, on, had -> {
            had.removeAll(fewer);
            return had;
        });
    }

    private People changed(String name, GrantedOn on, UnaryOperator<EnumSet<Right>> change) {
        TreeMap<GrantedOn, EnumSet<Right>> own = new TreeMap<>(granted(name));
        EnumSet<Right> had = own.containsKey(on) ? EnumSet.copyOf(own.get(on)) : EnumSet.noneOf(Right.class);
        EnumSet<Right> has = change.apply(had);
        own.remove(on);
        if (!has.isEmpty()) {
            own.put(on, has);
        }
        TreeMap<String, SortedMap<GrantedOn, EnumSet<Right>>> all = new TreeMap<>(grants);
        all.put(key(name), own);
        return new People(persons, all, owners);
    }

    /** A version in which something belongs to somebody; to nobody when there is no name. */
    public People withOwner(RelationName name, String owner) {
        TreeMap<RelationName, String> all = new TreeMap<>(owners);
        all.remove(name);
        if (!owner.isEmpty()) {
            all.put(name, key(owner));
        }
        return new People(persons, grants, all);
    }

    /** A version in which something is not there any more: nothing of it is granted, and it belongs to nobody. */
    public People without(RelationName name) {
        if (!owners.containsKey(name) && grants.isEmpty()) {
            return this;
        }
        return moved(name, Optional.empty());
    }

    /** A version in which something has another name. */
    public People renamed(RelationName name, RelationName other) {
        return moved(name, Optional.of(other));
    }

    private People moved(RelationName name, Optional<RelationName> other) {
        TreeMap<RelationName, String> otherOwners = new TreeMap<>(owners);
        String owner = otherOwners.remove(name);
        if (owner != null) {
            other.ifPresent(to -> otherOwners.put(to, owner));
        }
        TreeMap<String, SortedMap<GrantedOn, EnumSet<Right>>> otherGrants = new TreeMap<>();
        grants.forEach((person, granted) -> {
            TreeMap<GrantedOn, EnumSet<Right>> own = new TreeMap<>(granted);
            EnumSet<Right> had = own.remove(GrantedOn.object(name));
            if (had != null) {
                other.ifPresent(to -> own.put(GrantedOn.object(to), had));
            }
            otherGrants.put(person, own);
        });
        return new People(persons, otherGrants, otherOwners);
    }

    /** What was granted on something, and whom it belonged to, in a version in which it was made again. */
    public People keeping(RelationName name, People before) {
        People kept = this;
        for (Map.Entry<String, SortedMap<GrantedOn, EnumSet<Right>>> entry : before.grants.entrySet()) {
            EnumSet<Right> had = entry.getValue().get(GrantedOn.object(name));
            if (had != null && persons.containsKey(entry.getKey())) {
                kept = kept.withGrant(entry.getKey(), GrantedOn.object(name), had);
            }
        }
        return kept;
    }
}
