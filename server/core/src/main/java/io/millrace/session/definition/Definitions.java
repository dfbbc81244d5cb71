package io.millrace.session.definition;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.Outside;
import io.millrace.catalog.People;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.dstream.query.Query;
import io.millrace.engine.history.DefinitionText;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The current version of what is defined. Readers take a version and keep it; one thread at a time makes the next one, inside
 * {@link #exclusively}.
 */
public final class Definitions {

    /**
     * One version. Immutable.
     *
     * @param queries the running queries of views, derived streams and sinks
     * @param texts the statements that have defined what there is, each after what it reads
     * @param options what sources and sinks of connectors were opened with
     */
    public record Version(
            Catalog catalog,
            Map<RelationName, StandingSink> sinks,
            Map<RelationName, Query> queries,
            Map<RelationName, DefinitionText> texts,
            Map<RelationName, InputOptions> options) {

        public Version {
            options = Collections.unmodifiableMap(new TreeMap<>(options));
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
            sinks = Collections.unmodifiableMap(new TreeMap<>(sinks));
            queries = Collections.unmodifiableMap(new TreeMap<>(queries));
        }

        public Optional<StandingSink> sink(RelationName name) {
            return Optional.ofNullable(sinks.get(name));
        }

        public Optional<Query> query(RelationName name) {
            return Optional.ofNullable(queries.get(name));
        }

        /** Whether a relation, sink, function, connection, secret or schema has the name. */
        public boolean exists(RelationName name) {
            return catalog.named(name).isPresent() || sinks.containsKey(name);
        }

        /** What has the name, in a word. */
        public String kind(RelationName name) {
            return name.word()
                    .orElseGet(() -> catalog.find(name).map(Relation::kind).orElse("sink"));
        }

        /** The name of a relation, sink or function with the case that it was created with, by which the driver knows it. */
        public RelationName asCreated(RelationName name) {
            return catalog.find(name)
                    .map(Relation::name)
                    .or(() -> sink(name).map(StandingSink::name))
                    .or(() -> catalog.function(name).map(UserFunction::name))
                    .or(() -> catalog.outside(name).map(Outside::name))
                    .or(() -> catalog.named(name).map(found -> found instanceof RelationName schema ? schema : name))
                    .orElse(name);
        }

        /** What would have to go together with a relation or function: each after what it reads; its own side streams left out. */
        public List<RelationName> dependents(RelationName name) {
            Deque<RelationName> found = new ArrayDeque<>();
            readers(name, new TreeSet<>(), found);
            found.removeIf(dependent -> SideStreams.isSideStream(dependent)
                    && (SideStreams.owner(dependent).equals(name) || found.contains(SideStreams.owner(dependent))));
            return List.copyOf(found);
        }

        /** Puts the relations, sinks and functions that name this one in front of those found before, each before those that name it. */
        private void readers(RelationName name, Set<RelationName> seen, Deque<RelationName> found) {
            List<RelationName> readers = new ArrayList<>(direct(name));
            readers.sort(Comparator.reverseOrder());
            readers.stream().filter(seen::add).forEach(reader -> {
                readers(reader, seen, found);
                found.addFirst(reader);
            });
        }

        /** What names a relation, function, connection or secret itself, or is in a schema. */
        public List<RelationName> direct(RelationName name) {
            if (name.isSchema()) {
                return within(name);
            }
            List<RelationName> readers = new ArrayList<>();
            sinks.values().stream()
                    .filter(sink -> sink.dependsOn().contains(name))
                    .forEach(sink -> readers.add(sink.name()));
            catalog.relations().stream()
                    .filter(relation -> relation.dependsOn().contains(name))
                    .forEach(relation -> readers.add(relation.name()));
            catalog.functions().stream()
                    .filter(function -> function.dependsOn().contains(name))
                    .forEach(function -> readers.add(function.name()));
            catalog.outside().stream()
                    .filter(outside -> outside.dependsOn().contains(name))
                    .forEach(outside -> readers.add(outside.name()));
            return readers;
        }

        /** The relations and sinks of a schema, without side streams. */
        private List<RelationName> within(RelationName schema) {
            return Stream.concat(
                            catalog.relations().stream().map(Relation::name),
                            sinks.values().stream().map(StandingSink::name))
                    .filter(name -> name.ofSchema().equals(schema) && !SideStreams.isSideStream(name))
                    .toList();
        }

        public Version withRelation(Relation relation) {
            Catalog changed = catalog.with(relation);
            for (Relation side : SideStreams.of(relation.name(), changed)) {
                changed = changed.with(side);
            }
            return new Version(changed, sinks, queries, texts, options);
        }

        /** A version with other users, roles and rights. */
        public Version withPeople(People people) {
            return new Version(catalog.with(people), sinks, queries, texts, options);
        }

        /** A version in which something that was just made belongs to somebody; what was granted on the one that it replaces stays. */
        public Version made(RelationName name, String owner, People before) {
            return owner.isEmpty() && before.isNobodys(name)
                    ? this
                    : withPeople(catalog.people().keeping(name, before).withOwner(name, owner));
        }

        public Version withFunction(UserFunction function) {
            return new Version(catalog.with(function), sinks, queries, texts, options);
        }

        public Version withOutside(Outside outside) {
            return new Version(catalog.with(outside), sinks, queries, texts, options);
        }

        public Version withSchema(RelationName schema) {
            return new Version(catalog.withSchema(schema), sinks, queries, texts, options);
        }

        /** A version in which something has a comment, or none when its text is empty. */
        public Version withComment(Comment comment, Optional<DefinitionText> text) {
            Map<RelationName, DefinitionText> changed = new LinkedHashMap<>(texts);
            changed.remove(comment.subject().ofText());
            if (!comment.text().isEmpty()) {
                text.ifPresent(statement -> changed.put(comment.subject().ofText(), statement));
            }
            return new Version(catalog.with(comment), sinks, queries, changed, options);
        }

        public Version withQuery(RelationName name, Query query) {
            Map<RelationName, Query> changed = new TreeMap<>(queries);
            changed.put(name, query);
            return new Version(catalog, sinks, changed, texts, options);
        }

        /** A version that knows what a source or sink was opened with. */
        public Version withOptions(RelationName name, InputOptions opened) {
            Map<RelationName, InputOptions> changed = new TreeMap<>(options);
            changed.put(name, opened);
            return new Version(catalog, sinks, queries, texts, changed);
        }

        public Version withSink(StandingSink sink) {
            Map<RelationName, StandingSink> changed = new TreeMap<>(sinks);
            changed.put(sink.name(), sink);
            Catalog withSides = catalog;
            for (Relation side : SideStreams.ofQuery(sink.name(), sink.reads(), catalog)) {
                withSides = withSides.with(side);
            }
            return new Version(withSides, changed, queries, texts, options);
        }

        /** A version without the relation, sink or function, its side streams and its query. */
        public Version without(RelationName name) {
            Catalog changed = catalog.without(name);
            for (RelationName side : SideStreams.names(name)) {
                if (changed.find(side).isPresent()) {
                    changed = changed.without(side);
                }
            }
            Map<RelationName, StandingSink> otherSinks = new TreeMap<>(sinks);
            otherSinks.remove(name);
            Map<RelationName, Query> otherQueries = new TreeMap<>(queries);
            otherQueries.remove(name);
            Map<RelationName, DefinitionText> otherTexts = new LinkedHashMap<>(texts);
            otherTexts.remove(name);
            catalog.comments().stream()
                    .map(Comment::subject)
                    .filter(subject -> subject.name().equals(name))
                    .forEach(subject -> otherTexts.remove(subject.ofText()));
            Map<RelationName, InputOptions> otherOptions = new TreeMap<>(options);
            otherOptions.remove(name);
            return new Version(changed, otherSinks, otherQueries, otherTexts, otherOptions);
        }

        /** A version in which something has another form; what is said of it stays, but of columns that it has no more. */
        public Version reshaped(RelationName name, UnaryOperator<Version> form) {
            Version next = form.apply(this);
            for (Comment comment : catalog.comments()) {
                Comment.Subject subject = comment.subject();
                Optional<Relation> relation = next.catalog.find(name);
                boolean gone = subject.name().equals(name)
                        && !subject.column().isEmpty()
                        && relation.isPresent()
                        && relation.get().rowType().indexOf(subject.column()).isEmpty();
                if (gone) {
                    next = next.withComment(new Comment(subject, ""), Optional.empty());
                }
            }
            return next;
        }

        /** A version in which statements come behind all others, with what is said of what they have made. */
        public Version withTextsLast(Map<RelationName, DefinitionText> last) {
            Map<RelationName, DefinitionText> changed = new LinkedHashMap<>(texts);
            last.forEach((name, text) -> {
                changed.remove(name);
                changed.put(name, text);
                catalog.comments().stream()
                        .map(Comment::subject)
                        .filter(subject -> subject.name().equals(name))
                        .map(Comment.Subject::ofText)
                        .filter(changed::containsKey)
                        .forEach(said -> changed.put(said, changed.remove(said)));
            });
            return new Version(catalog, sinks, queries, changed, options);
        }

        /** A version in which the statement that has defined something is another one, at the same place. */
        public Version withOwnText(RelationName name, DefinitionText text) {
            Map<RelationName, DefinitionText> changed = new LinkedHashMap<>(texts);
            changed.put(name, text);
            return new Version(catalog, sinks, queries, changed, options);
        }

        /** A version that knows what has defined something. */
        public Version withText(RelationName name, DefinitionText text) {
            Map<RelationName, DefinitionText> changed = new LinkedHashMap<>(texts);
            changed.remove(name);
            changed.put(name, text);
            return new Version(catalog, sinks, queries, changed, options);
        }
    }

    private static final long PAUSE_MILLIS = 50;

    private final ReentrantLock changing = new ReentrantLock();
    private final Condition ended = changing.newCondition();
    private final Map<RelationName, Draft> drafts = new TreeMap<>();
    private volatile Version current;
    /** Odd while the content of a relation is replaced together with its definition. */
    private volatile long switches;

    /** Begins with the relations that the server itself provides. */
    public Definitions(List<Relation> systemRelations) {
        Catalog catalog = Catalog.empty();
        for (Relation relation : systemRelations) {
            catalog = catalog.with(relation);
        }
        this.current = new Version(catalog, Map.of(), Map.of(), Map.of(), Map.of());
    }

    public Version current() {
        return current;
    }

    public Catalog catalog() {
        return current.catalog();
    }

    /** The current version, whose relations the driver has as they are defined there. */
    public Version settled() {
        while (true) {
            long before = switches;
            Version version = current;
            if (before % 2 == 0 && switches == before) {
                return version;
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Whether these relations and sinks are still those of a version that was {@link #settled}: then what was read since is theirs. One that was
     * replaced and looks the same, perhaps after another that did not, is not the same.
     */
    @SuppressWarnings("ReferenceEquality")
    public boolean stand(Version version, Collection<RelationName> names) {
        Version now = current;
        return now == version
                || names.stream()
                        .allMatch(name -> now.catalog().named(name).orElse(null)
                                        == version.catalog().named(name).orElse(null)
                                && now.sinks().get(name) == version.sinks().get(name));
    }

    /** Runs a change of definitions while no other one runs; waits as long as the statement is wanted. */
    public <T> T exclusively(Cancellation cancellation, Supplier<T> change) {
        try {
            while (!changing.tryLock(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return change.get();
        } finally {
            changing.unlock();
        }
    }

    private static MillraceException interrupted() {
        Thread.currentThread().interrupt();
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
    }

    /** Makes a version the current one; only inside {@link #exclusively}. */
    public void publish(Version next) {
        checkExclusive();
        current = next;
    }

    private void checkExclusive() {
        if (!changing.isHeldByCurrentThread()) {
            throw new IllegalStateException("definitions are changed inside exclusively()");
        }
    }

    /**
     * Makes a version the current one while the driver replaces the content of a relation; only inside {@link #exclusively}.
     *
     * @param replace calls what it gets, on any thread, just before the old content goes, unless it fails before
     */
    public void switchTo(Version next, Consumer<Runnable> replace) {
        checkExclusive();
        long settled = switches;
        try {
            replace.accept(() -> {
                switches = settled + 1;
                current = next;
            });
        } finally {
            switches = settled + 2;
        }
    }

    /**
     * Begins to create something; waits until nothing else of the same name is being created. Whoever begins closes it.
     *
     * @param stop makes the statement that creates it give up
     */
    public Draft begin(RelationName name, Cancellation cancellation, Consumer<MillraceException> stop) {
        return exclusively(cancellation, () -> {
            while (drafts.containsKey(name)) {
                await(cancellation);
            }
            Draft draft = new Draft(this, name, cancellation, stop);
            drafts.put(name, draft);
            return draft;
        });
    }

    /** Waits for a change of drafts; lets others change definitions meanwhile. */
    void await(Cancellation cancellation) {
        checkExclusive();
        cancellation.check();
        try {
            ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    void end(Draft draft) {
        exclusively(Cancellation.NEVER, () -> {
            drafts.remove(draft.name(), draft);
            ended.signalAll();
            return null;
        });
    }

    /** The drafts that go on; only inside {@link #exclusively}. */
    public List<Draft> drafts() {
        checkExclusive();
        return List.copyOf(drafts.values());
    }

    /** Makes drafts give up and waits until one has; others may change definitions meanwhile. Only inside {@link #exclusively}. */
    public void stop(List<Draft> unwanted, MillraceException reason, Cancellation cancellation) {
        unwanted.forEach(draft -> draft.stop(reason));
        await(cancellation);
    }

    /** Relations, sinks and functions, as text for a message. */
    public static String listed(List<RelationName> names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name.title()));
        return String.join(", ", texts);
    }
}
