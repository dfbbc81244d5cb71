package io.millrace.catalog;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What one user may do, with all that comes from roles. Immutable. */
public final class Rights {

    /** Those of the server itself, and of everybody as long as there are no users. */
    public static final Rights ALL = new Rights(true, Set.of(), Map.of(), Map.of());

    /** Those of somebody who has not logged in. */
    public static final Rights NONE = new Rights(false, Set.of(), Map.of(), Map.of());

    private final boolean all;
    private final Set<String> names;
    private final Map<GrantedOn, EnumSet<Right>> granted;
    private final Map<RelationName, String> owners;

    /** @param names those of the user and of all roles that it has, by key */
    Rights(boolean all, Set<String> names, Map<GrantedOn, EnumSet<Right>> granted, Map<RelationName, String> owners) {
        this.all = all;
        this.names = names;
        this.granted = granted;
        this.owners = owners;
    }

    /** Whether everything is allowed. */
    public boolean isAll() {
        return all;
    }

    /** Whether they are those of a user who is known, or everything. */
    public boolean isKnown() {
        return all || !names.isEmpty();
    }

    /** Whether something may be done to the server or in its schema. */
    public boolean may(Right right) {
        return all || has(right.scope() == Right.Scope.SERVER ? GrantedOn.SERVER : GrantedOn.SCHEMA, right);
    }

    /** Whether something of that name may be made: in its schema, or on the server when it is a schema. */
    public boolean mayMake(RelationName name) {
        if (name.isSchema()) {
            return all || has(GrantedOn.SERVER, Right.CREATE);
        }
        return all || has(schemaOf(name), Right.CREATE) || owns(name.ofSchema());
    }

    /** What has its names apart from schemas is made where that is granted for the one that is always there. */
    private static GrantedOn schemaOf(RelationName name) {
        return name.isInSchema() ? GrantedOn.schema(name.schema()) : GrantedOn.SCHEMA;
    }

    /** Whether something may be done to a relation, sink or function; what belongs to one is what that is. */
    public boolean may(Right right, RelationName name) {
        if (all) {
            return true;
        }
        if (name.isProvided()) {
            return right == Right.SELECT;
        }
        RelationName main = name.main();
        return owns(main)
                || (!name.isOutside() && !name.isSchema() && has(GrantedOn.ALL_RELATIONS, right))
                || (name.isInSchema() && has(GrantedOn.schema(name.schema()), right))
                || has(GrantedOn.object(main), right);
    }

    /** Whether it belongs to the user or to one of its roles. */
    public boolean owns(RelationName name) {
        String owner = all ? "" : owners.get(name.main());
        return all || owner != null && names.contains(owner);
    }

    /** Whether the user may know that it is there. */
    public boolean sees(RelationName name) {
        RelationName main = name.main();
        return all
                || name.isProvided()
                || owns(main)
                || (!name.isOutside() && granted.containsKey(GrantedOn.ALL_RELATIONS))
                || (name.isInSchema() && showsAll(GrantedOn.schema(name.schema())))
                || granted.containsKey(GrantedOn.object(main));
    }

    /** Whether something is granted on a schema that concerns what is in it, not only what may be made there. */
    private boolean showsAll(GrantedOn schema) {
        EnumSet<Right> rights = granted.get(schema);
        return rights != null && rights.stream().anyMatch(right -> right.scope() == Right.Scope.OBJECT);
    }

    /**
     * Whether something is missing of what other rights allow.
     *
     * @param there what still has its name: that something else has gone, or is called otherwise, takes no right away
     */
    public boolean isLessThan(Rights others, Predicate<RelationName> there) {
        return !all
                && (others.all
                        || !names.containsAll(others.names)
                        || others.granted.entrySet().stream()
                                .filter(entry -> entry.getKey()
                                        .object()
                                        .filter(there.negate())
                                        .isEmpty())
                                .anyMatch(entry ->
                                        !entry.getValue().stream().allMatch(right -> has(entry.getKey(), right)))
                        || others.owners.entrySet().stream()
                                .filter(entry -> others.names.contains(entry.getValue()) && there.test(entry.getKey()))
                                .anyMatch(entry -> !owns(entry.getKey())));
    }

    /** The same, and whatever may be done to the rows of one more table. */
    public Rights with(RelationName table) {
        if (all) {
            return this;
        }
        Map<GrantedOn, EnumSet<Right>> more = new TreeMap<>(granted);
        more.put(GrantedOn.object(table), EnumSet.of(Right.SELECT, Right.INSERT, Right.UPDATE, Right.DELETE));
        return new Rights(false, names, more, owners);
    }

    private boolean has(GrantedOn on, Right right) {
        EnumSet<Right> rights = granted.get(on);
        return rights != null && rights.contains(right);
    }
}
