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
import java.util.function.Predicate;

/**
 * One version of all that has a name. Immutable, so that a statement sees one version from beginning to end; every change
 * makes a new version.
 */
public final class Catalog {

    private static final Catalog EMPTY = new Catalog(
            0, Named.NOTHING, new TreeMap<>(), People.nobody(), new Reader("", Rights.ALL, RelationName.PUBLIC), null);

    /** All that has a name, by kind. Immutable. */
    private record Named(
            SortedMap<RelationName, Relation> relations,
            SortedMap<RelationName, UserFunction> functions,
            SortedMap<RelationName, Outside> outside,
            SortedMap<RelationName, RelationName> schemas) {

        private static final Named NOTHING =
                new Named(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

        Named {
            relations = Collections.unmodifiableSortedMap(relations);
            functions = Collections.unmodifiableSortedMap(functions);
            outside = Collections.unmodifiableSortedMap(outside);
            schemas = Collections.unmodifiableSortedMap(schemas);
        }

        /** All of the kind that a name is of. */
        SortedMap<RelationName, ?> of(RelationName name) {
            if (name.isSchema()) {
                return schemas;
            }
            return name.isFunction() ? functions : name.isOutside() ? outside : relations;
        }

        private static <T> SortedMap<RelationName, T> with(SortedMap<RelationName, T> all, RelationName name, T added) {
            SortedMap<RelationName, T> changed = without(all, name);
            changed.put(name, added);
            return changed;
        }

        private static <T> SortedMap<RelationName, T> without(SortedMap<RelationName, T> all, RelationName name) {
            TreeMap<RelationName, T> changed = new TreeMap<>(all);
            changed.remove(name); // the one before may have been written with other capitals
            return changed;
        }

        private static <T> SortedMap<RelationName, T> only(
                SortedMap<RelationName, T> all, Predicate<RelationName> wanted) {
            TreeMap<RelationName, T> some = new TreeMap<>(all);
            some.keySet().removeIf(wanted.negate());
            return some;
        }

        Named with(Relation relation) {
            return new Named(with(relations, relation.name(), relation), functions, outside, schemas);
        }

        Named with(UserFunction function) {
            return new Named(relations, with(functions, function.name(), function), outside, schemas);
        }

        Named with(Outside other) {
            return new Named(relations, functions, with(outside, other.name(), other), schemas);
        }

        Named withSchema(RelationName schema) {
            return new Named(relations, functions, outside, with(schemas, schema, schema));
        }

        Named without(RelationName name) {
            return new Named(
                    without(relations, name), without(functions, name), without(outside, name), without(schemas, name));
        }

        Named withoutRelations() {
            return new Named(new TreeMap<>(), functions, outside, schemas);
        }

        /** Of all that only what somebody sees. */
        Named seen(Predicate<RelationName> sees) {
            return new Named(only(relations, sees), only(functions, sees), only(outside, sees), only(schemas, sees));
        }
    }

    /** Who reads a catalog, and what of it. */
    private record Reader(String user, Rights rights, String schema) {}

    private final long version;
    private final Named named;
    private final SortedMap<Comment.Subject, Comment> comments;
    private final People people;
    private final Reader reader;
    private final Catalog whole;

    private Catalog(
            long version,
            Named named,
            SortedMap<Comment.Subject, Comment> comments,
            People people,
            Reader reader,
            Catalog whole) {
        this.version = version;
        this.people = people;
        this.reader = reader;
        this.whole = whole == null ? this : whole;
        this.comments = Collections.unmodifiableSortedMap(comments);
        this.named = named;
    }

    public static Catalog empty() {
        return EMPTY;
    }

    /** Grows by one with each change. */
    public long version() {
        return version;
    }

    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(named.relations().get(name));
    }

    /** Finds {@code name} or {@code schema.name}. */
    public Optional<Relation> find(String name) {
        return find(name(name));
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
        return Optional.ofNullable(named.functions().get(name));
    }

    /** The functions of users, by name. */
    public Collection<UserFunction> functions() {
        return named.functions().values();
    }

    /** The connections and secrets, by kind and name. */
    public Collection<Outside> outside() {
        return named.outside().values();
    }

    public Optional<Outside> outside(RelationName name) {
        return Optional.ofNullable(named.outside().get(name));
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
    public Catalog with(Outside other) {
        return with(named.with(other));
    }

    private Catalog with(Named others) {
        return new Catalog(version + 1, others, comments, people, reader, wholeIfSeen());
    }

    /** The text that says that a connection or secret does not exist, with the name that was probably meant. */
    public String outsideNotFound(RelationName name) {
        List<String> names = named.outside().keySet().stream()
                .filter(known -> known.word().equals(name.word()))
                .map(RelationName::name)
                .toList();
        return name.title() + " not found"
                + Names.nearest(name.name(), names)
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /**
     * Whatever has the name, a relation, function, connection, secret or schema; the same object as long as nothing of it changes.
     */
    public Optional<Object> named(RelationName name) {
        return Optional.ofNullable(named.of(name).get(name));
    }

    /** The text that says that a function does not exist, with the name that was probably meant. */
    public String functionNotFound(String name) {
        List<String> names =
                named.functions().keySet().stream().map(RelationName::name).toList();
        return "function \"" + name + "\" not found"
                + Names.nearest(name, names)
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** The text that says that a relation does not exist, with the name that was probably meant. */
    public String notFound(String name) {
        String quoted = named.relations().keySet().stream()
                .filter(known -> known.toString().equalsIgnoreCase(name)
                        && known.toString().contains("."))
                .findFirst()
                .map(known -> "; with quotes it is written " + known.quoted())
                .orElse("");
        return "relation \"" + name + "\" not found" + quoted
                + nearest(name)
                        .filter(other -> quoted.isEmpty())
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** The existing name most like the one written. */
    public Optional<String> nearest(String name) {
        return Names.nearest(
                name,
                named.relations().keySet().stream()
                        .map(RelationName::toString)
                        .filter(other -> !other.equalsIgnoreCase(name))
                        .toList());
    }

    /** All relations, by schema and name. */
    public Collection<Relation> relations() {
        return named.relations().values();
    }

    /** The relations of one schema, by name. */
    public List<Relation> relations(String schema) {
        return named.relations().values().stream()
                .filter(relation -> relation.name().schema().equalsIgnoreCase(schema))
                .toList();
    }

    /** The names of all schemas, by name; the default one exists even when empty. */
    public List<String> schemas() {
        TreeMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.put(RelationName.PUBLIC, RelationName.PUBLIC);
        named.schemas().keySet().forEach(name -> names.put(name.name(), name.name()));
        named.relations().keySet().forEach(name -> names.putIfAbsent(name.schema(), schemaOf(name)));
        return List.copyOf(names.values());
    }

    /** The schemas that users have made, by name. */
    public Collection<RelationName> userSchemas() {
        return named.schemas().values();
    }

    /** The schema of that name as it was made; empty when users cannot make anything in it. */
    public Optional<String> schemaOfUsers(String name) {
        return name.equalsIgnoreCase(RelationName.PUBLIC)
                ? Optional.of(RelationName.PUBLIC)
                : Optional.ofNullable(whole.named.schemas().get(RelationName.schema(name)))
                        .map(RelationName::name);
    }

    /** The schema that something is in, as that was made. */
    public String schemaOf(RelationName name) {
        return schemaOfUsers(name.schema()).orElse(name.schema());
    }

    /** The text that says that a schema does not exist, with the name that was probably meant. */
    public String schemaNotFound(String name) {
        return "schema \"" + name + "\" not found"
                + Names.nearest(name, schemas())
                        .map(other -> "; did you mean \"" + other + "\"?")
                        .orElse("");
    }

    /** The name that {@link RelationName#toString()} wrote of something that is here. */
    public RelationName name(String text) {
        int dot = text.indexOf('.');
        return dot > 0 && whole.named.schemas().containsKey(RelationName.schema(text.substring(0, dot)))
                ? new RelationName(text.substring(0, dot), text.substring(dot + 1))
                : RelationName.parse(text);
    }

    /** A version in which a schema exists. */
    public Catalog withSchema(RelationName schema) {
        return with(named.withSchema(schema));
    }

    /** A version in which the relation exists, in place of one of the same name if there was one. */
    public Catalog with(Relation relation) {
        return with(named.with(relation));
    }

    /** A version in which the function exists, in place of one of the same name if there was one. */
    public Catalog with(UserFunction function) {
        return with(named.with(function));
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
        return new Catalog(version + 1, named, changed, people, reader, wholeIfSeen());
    }

    /** A version of nothing but the functions. */
    public Catalog withoutRelations() {
        return new Catalog(version, named.withoutRelations(), new TreeMap<>(), people, reader, wholeIfSeen());
    }

    /** A version in which nothing has that name. */
    public Catalog without(RelationName name) {
        TreeMap<Comment.Subject, Comment> otherComments = new TreeMap<>(comments);
        otherComments.keySet().removeIf(subject -> subject.name().equals(name));
        return new Catalog(
                version + 1, named.without(name), otherComments, people.without(name), reader, wholeIfSeen());
    }

    /** Users, roles, and what they may do. */
    public People people() {
        return people;
    }

    /** A version with other users, roles and rights. */
    public Catalog with(People changed) {
        return new Catalog(version + 1, named, comments, changed, reader, wholeIfSeen());
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
        Reader other = new Reader(user, rights, reader.schema());
        return new Catalog(
                version,
                rights.isAll() ? whole.named : whole.named.seen(rights::sees),
                whole.comments,
                people,
                other,
                whole);
    }

    /** The same version for somebody who is in a schema. */
    public Catalog readIn(String schema) {
        return new Catalog(
                version, named, comments, people, new Reader(reader.user(), reader.rights(), schema), wholeIfSeen());
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

    /** The schema that the reader is in. */
    public String readerSchema() {
        return reader.schema();
    }

    /** What the reader may do. */
    public Rights rights() {
        return reader.rights();
    }
}
