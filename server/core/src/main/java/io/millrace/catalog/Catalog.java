package io.millrace.catalog;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of all that has a name. Immutable, so that a statement sees one version from beginning to end; every change
 * makes a new version.
 */
public final class Catalog {

    private static final Catalog EMPTY = new Catalog(
            0,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            People.nobody(),
            new Reader("", Rights.ALL));

    /** Who reads a catalog, and what of it. */
    private record Reader(String user, Rights rights) {}

    private final long version;
    private final SortedMap<RelationName, Relation> relations;
    private final SortedMap<RelationName, UserFunction> functions;
    private final SortedMap<RelationName, Outside> outside;
    private final SortedMap<Comment.Subject, Comment> comments;
    private final People people;
    private final Reader reader;
    private final Catalog whole;

    private Catalog(
            long version,
            SortedMap<RelationName, Relation> relations,
            SortedMap<RelationName, UserFunction> functions,
            SortedMap<RelationName, Outside> outside,
            SortedMap<Comment.Subject, Comment> comments,
            People people,
            Reader reader) {
        this(version, relations, functions, outside, comments, people, reader, null);
    }

    private Catalog(
            long version,
            SortedMap<RelationName, Relation> relations,
            SortedMap<RelationName, UserFunction> functions,
            SortedMap<RelationName, Outside> outside,
            SortedMap<Comment.Subject, Comment> comments,
            People people,
            Reader reader,
            Catalog whole) {
        this.version = version;
        this.people = people;
        this.reader = reader;
        this.whole = whole == null ? this : whole;
        this.comments = Collections.unmodifiableSortedMap(comments);
        this.outside = Collections.unmodifiableSortedMap(outside);
        this.functions = Collections.unmodifiableSortedMap(functions);
        this.relations = Collections.unmodifiableSortedMap(relations);
    }

    public static Catalog empty() {
        return EMPTY;
    }

    /** Grows by one with each change. */
    public long version() {
        return version;
    }

    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(relations.get(name));
    }

    /** Finds {@code name} or {@code schema.name}. */
    public Optional<Relation> find(String name) {
        return find(RelationName.parse(name));
    }

    /** The relation of that name; fails with RELATION_NOT_FOUND, naming the nearest one there is. */
    public Relation get(RelationName name) {
        return find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.RELATION_NOT_FOUND, notFound(name.toString())));
    }

    /** The function of a user of that name, written without a schema. */
    public Optional<UserFunction> function(String name) {
        return function(RelationName.function(name));
    }

    public Optional<UserFunction> function(RelationName name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** The functions of users, by name. */
    public Collection<UserFunction> functions() {
        return functions.values();
    }

    /** The connections and secrets, by kind and name. */
    public Collection<Outside> outside() {
        return outside.values();
    }

    public Optional<Outside> outside(RelationName name) {
        return Optional.ofNullable(outside.get(name));
    }

    /** The connection of that name. */
    public Optional<NamedConnection> connection(RelationName name) {
        return outside(name).map(NamedConnection.class::cast);
    }

    /** The secret of that name. */
    public Optional<StoredSecret> secret(RelationName name) {
        return outside(name).map(StoredSecret.class::cast);
    }

    /** A version in which a connection or secret exists, in place of one of the same name if there was one. */
    public Catalog with(Outside named) {
        TreeMap<RelationName, Outside> changed = new TreeMap<>(outside);
        changed.remove(named.name());
        changed.put(named.name(), named);
        return new Catalog(version + 1, relations, functions, changed, comments, people, reader, wholeIfSeen());
    }

    /** The text that says that a connection or secret does not exist, with the name that was probably meant. */
    public String outsideNotFound(RelationName name) {
        List<String> names = outside.keySet().stream()
                .filter(known -> known.word().equals(name.word()))
                .map(RelationName::name)
                .toList();
        return name.title() + " not found"
                + Names.nearest(name.name(), names)
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** Whatever has the name, a relation, function, connection or secret; the same object as long as nothing of it changes. */
    public Optional<Object> named(RelationName name) {
        SortedMap<RelationName, ?> all = name.isFunction() ? functions : name.isOutside() ? outside : relations;
        return Optional.ofNullable(all.get(name));
    }

    /** The text that says that a function does not exist, with the name that was probably meant. */
    public String functionNotFound(String name) {
        List<String> names = functions.keySet().stream().map(RelationName::name).toList();
        return "function \"" + name + "\" not found"
                + Names.nearest(name, names)
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** The text that says that a relation does not exist, with the name that was probably meant. */
    public String notFound(String name) {
        return "relation \"" + name + "\" not found"
                + nearest(name)
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** The existing name most like the one written. */
    public Optional<String> nearest(String name) {
        return Names.nearest(
                name, relations.keySet().stream().map(RelationName::toString).toList());
    }

    /** All relations, by schema and name. */
    public Collection<Relation> relations() {
        return relations.values();
    }

    /** The relations of one schema, by name. */
    public List<Relation> relations(String schema) {
        return relations.values().stream()
                .filter(relation -> relation.name().schema().equalsIgnoreCase(schema))
                .toList();
    }

    /** The names of all schemas, by name; the default one exists even when empty. */
    public List<String> schemas() {
        TreeMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.put(RelationName.PUBLIC, RelationName.PUBLIC);
        relations.keySet().forEach(name -> names.putIfAbsent(name.schema(), name.schema()));
        return List.copyOf(names.values());
    }

    /** A version in which the relation exists, in place of one of the same name if there was one. */
    public Catalog with(Relation relation) {
        TreeMap<RelationName, Relation> changed = new TreeMap<>(relations);
        changed.remove(relation.name());
        changed.put(relation.name(), relation);
        return new Catalog(version + 1, changed, functions, outside, comments, people, reader, wholeIfSeen());
    }

    /** A version in which the function exists, in place of one of the same name if there was one. */
    public Catalog with(UserFunction function) {
        TreeMap<RelationName, UserFunction> changed = new TreeMap<>(functions);
        changed.remove(function.name());
        changed.put(function.name(), function);
        return new Catalog(version + 1, relations, changed, outside, comments, people, reader, wholeIfSeen());
    }

    /** What users have said of something; empty text for nothing. */
    public String comment(Comment.Subject subject) {
        return Optional.ofNullable(comments.get(subject)).map(Comment::text).orElse("");
    }

    /** All that users have said, by subject. */
    public Collection<Comment> comments() {
        return comments.values();
    }

    /** A version with a comment, in place of an earlier one; without any when the text is empty. */
    public Catalog with(Comment comment) {
        TreeMap<Comment.Subject, Comment> changed = new TreeMap<>(comments);
        changed.remove(comment.subject());
        if (!comment.text().isEmpty()) {
            changed.put(comment.subject(), comment);
        }
        return new Catalog(version + 1, relations, functions, outside, changed, people, reader, wholeIfSeen());
    }

    /** A version of nothing but the functions. */
    public Catalog withoutRelations() {
        return new Catalog(
                version, new TreeMap<>(), functions, outside, new TreeMap<>(), people, reader, wholeIfSeen());
    }

    /** A version in which nothing has that name. */
    public Catalog without(RelationName name) {
        TreeMap<RelationName, Relation> otherRelations = new TreeMap<>(relations);
        otherRelations.remove(name);
        TreeMap<RelationName, UserFunction> otherFunctions = new TreeMap<>(functions);
        otherFunctions.remove(name);
        TreeMap<RelationName, Outside> otherOutside = new TreeMap<>(outside);
        otherOutside.remove(name);
        TreeMap<Comment.Subject, Comment> otherComments = new TreeMap<>(comments);
        otherComments.keySet().removeIf(subject -> subject.name().equals(name));
        return new Catalog(
                version + 1,
                otherRelations,
                otherFunctions,
                otherOutside,
                otherComments,
                people.without(name),
                reader,
                wholeIfSeen());
    }

    /** Users, roles, and what they may do. */
    public People people() {
        return people;
    }

    /** A version with other users, roles and rights. */
    public Catalog with(People changed) {
        return new Catalog(version + 1, relations, functions, outside, comments, changed, reader, wholeIfSeen());
    }

    private Catalog wholeIfSeen() {
        return isWhole() ? null : whole;
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isWhole() {
        return whole == this;
    }

    /** The same version as a user sees it: nothing else is there. Expressions and queries within it are those of that user. */
    public Catalog seenBy(String user, Rights rights) {
        Reader other = new Reader(user, rights);
        if (rights.isAll()) {
            return new Catalog(
                    version, whole.relations, whole.functions, whole.outside, whole.comments, people, other, whole);
        }
        TreeMap<RelationName, Relation> seen = new TreeMap<>();
        whole.relations.forEach((name, relation) -> {
            if (rights.sees(name)) {
                seen.put(name, relation);
            }
        });
        TreeMap<RelationName, UserFunction> called = new TreeMap<>();
        whole.functions.forEach((name, function) -> {
            if (rights.sees(name)) {
                called.put(name, function);
            }
        });
        TreeMap<RelationName, Outside> used = new TreeMap<>(whole.outside);
        used.keySet().removeIf(name -> !rights.sees(name));
        return new Catalog(version, seen, called, used, whole.comments, people, other, whole);
    }

    /** The same version as whoever made something sees it; all of it when nobody in particular has made that. */
    public Catalog seenByOwnerOf(RelationName name) {
        return people.isOpen()
                ? whole
                : people.owner(name)
                        .map(owner -> seenBy(owner, people.rights(owner)))
                        .orElse(whole);
    }

    /** All of the same version. */
    public Catalog whole() {
        return whole;
    }

    /** Whose names and rights count; empty for nobody in particular. */
    public String user() {
        return reader.user();
    }

    /** What the reader may do. */
    public Rights rights() {
        return reader.rights();
    }
}
