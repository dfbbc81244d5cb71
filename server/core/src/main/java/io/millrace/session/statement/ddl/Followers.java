package io.millrace.session.statement.ddl;

import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.config.Settings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannedQueryCodec;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.ddl.CreateMaterializedView;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * Plans again what was made from something that is to have another form, by its own text.
 *
 * <p>When it is replaced: where that gives another plan, or what it reads runs anew, it has to be computed again; all else goes on. When it
 * keeps its rows: all goes on, or it is refused.
 */
public final class Followers {

    private final Services services;
    private final Run run;
    private final Definitions.Version current;
    private final RelationName changed;
    private final Written place;
    /** Where columns are afterwards, when what changes keeps its rows. */
    private final Optional<IntUnaryOperator> columns;
    /** What runs anew. */
    private final Set<RelationName> anew = new TreeSet<>();

    private Definitions.Version next;

    private Followers(
            Services services,
            Run run,
            Definitions.Version current,
            RelationName changed,
            Definitions.Version next,
            Optional<IntUnaryOperator> columns,
            Written place) {
        this.services = services.unrestricted();
        this.run = run;
        this.current = current;
        this.changed = changed;
        this.next = next;
        this.columns = columns;
        this.place = place;
    }

    /** What is defined before something changes, and after that. */
    record Versions(Definitions.Version before, Definitions.Version after) {}

    /**
     * What has to follow what is replaced, each after what it reads.
     *
     * @param current the version in which it is replaced
     * @param definition what takes its place
     * @throws MillraceException when something cannot follow
     */
    static List<Follower> ofReplaced(
            Services services,
            Run run,
            Definitions.Version current,
            RelationName replaced,
            Definition definition,
            Written place) {
        List<RelationName> dependents = current.dependents(replaced);
        if (dependents.isEmpty()) {
            return List.of();
        }
        Definitions.Version next = definition.addTo(current.without(replaced));
        Followers followers = new Followers(services, run, current, replaced, next, Optional.empty(), place);
        followers.refuseCycle(dependents, definition);
        if (definition.runs().isPresent()) {
            followers.anew.add(replaced);
        }
        return dependents.stream().map(followers::follow).toList();
    }

    /**
     * What has to follow what keeps its rows in another form.
     *
     * @param versions the one in which it gets that, and one in which it has that
     * @param columns where its columns are then
     */
    static List<Follower> ofReshaped(
            Services services,
            Run run,
            Versions versions,
            RelationName reshaped,
            IntUnaryOperator columns,
            Written place) {
        Definitions.Version current = versions.before();
        Followers followers =
                new Followers(services, run, current, reshaped, versions.after(), Optional.of(columns), place);
        return current.dependents(reshaped).stream().map(followers::follow).toList();
    }

    private void refuseCycle(List<RelationName> dependents, Definition definition) {
        dependents.stream().filter(definition.reads()::contains).findFirst().ifPresent(reader -> {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    place,
                    changed.title() + " would read itself: it reads " + reader.title() + ", which is made from it");
        });
    }

    private Follower follow(RelationName name) {
        DefinitionText text = current.texts().get(name);
        Optional<Relation> relation = current.catalog().find(name);
        if (text == null || relation.filter(Followers::hasRowsOfItsOwn).isPresent()) {
            throw refusal(
                    name,
                    "its columns or conditions call it, and its rows are kept as they are; DROP it first, or give the new"
                            + " function another name");
        }
        try {
            return follow(name, text);
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.QUERY_CANCELLED
                    || e.code() == ErrorCode.MEMORY_EXCEEDED
                    || e.code() == ErrorCode.DEPENDENTS_EXIST) {
                throw e;
            }
            throw refusal(name, e.getMessage() + "; CREATE OR REPLACE or DROP that first");
        }
    }

    private static boolean hasRowsOfItsOwn(Relation relation) {
        return relation instanceof TableRelation
                || (relation instanceof StreamRelation stream && stream.feed() != Feed.QUERY);
    }

    private MillraceException refusal(RelationName follower, String reason) {
        return At.error(
                ErrorCode.DEPENDENTS_EXIST,
                place,
                changed.title() + " cannot be " + (columns.isPresent() ? "altered" : "replaced") + " so because of "
                        + follower.title() + ", which " + (changed.isFunction() ? "calls" : "reads") + " it: "
                        + reason);
    }

    private Follower follow(RelationName name, DefinitionText text) {
        Statement statement = SqlParsing.parseStatement(text.text()).statement();
        Definition after = define(text, next);
        boolean reads = after.plan()
                .filter(plan -> plan.inputs().stream().map(SideStreams::main).anyMatch(anew::contains))
                .isPresent();
        Definition before = define(text, current);
        boolean same = !reads && same(before.plan(), after.plan());
        if (same) {
            return new Follower(name, text, Optional.empty());
        }
        if (after.runs().isPresent()) {
            checkRuns(name, statement, before, after);
        }
        next = after.addTo(next);
        return new Follower(name, text, Optional.of(after));
    }

    private void checkRuns(RelationName name, Statement statement, Definition before, Definition after) {
        if (columns.isPresent()) {
            Optional<PlannedQuery> moved =
                    before.plan().map(plan -> MovedColumns.in(plan, changed.toString(), columns.get()));
            if (!same(moved, after.plan())) {
                throw refusal(
                        name,
                        "it would have other columns or rows; CREATE OR REPLACE it first so that it names the columns which"
                                + " it needs and which stay, or DROP it");
            }
        } else if (statement instanceof CreateSink) {
            throw refusal(
                    name, "what it has written cannot be taken back; DROP SINK " + name + ", then CREATE it again");
        } else {
            anew.add(name);
        }
    }

    private static boolean same(Optional<PlannedQuery> before, Optional<PlannedQuery> after) {
        return before.isPresent()
                && after.isPresent()
                && Arrays.equals(PlannedQueryCodec.write(before.get()), PlannedQueryCodec.write(after.get()));
    }

    private Definition define(DefinitionText text, Definitions.Version base) {
        ParsedStatement parsed = SqlParsing.parseStatement(text.text());
        return define(services, run.again(parsed, settings(text)), parsed.statement(), base);
    }

    private static Definition define(Services services, Run run, Statement statement, Definitions.Version base) {
        CreateQueries queries = new CreateQueries(services, run);
        if (statement instanceof CreateFunction function) {
            return new CreateFunctions(services, run).function(function, base, true);
        }
        if (statement instanceof CreateView view) {
            return queries.view(view, base);
        }
        if (statement instanceof CreateSink sink) {
            return queries.sink(sink, base);
        }
        return statement instanceof CreateMaterializedView view
                ? queries.materializedView(view, base)
                : queries.stream(
                        (CreateStream) statement,
                        ((CreateStream) statement).query().orElseThrow(),
                        base);
    }

    /** What a statement with a query would do to all that was made from what it replaces, in lines for EXPLAIN. */
    public static List<String> explained(Services services, Run run, Statement statement) {
        Optional<Written> written = replaced(statement);
        if (written.isEmpty()) {
            return List.of();
        }
        Definitions.Version current = services.definitions().current();
        RelationName name = current.asCreated(At.relation(written.get()));
        if (current.dependents(name).isEmpty()) {
            return List.of();
        }
        Definition definition = define(services, run, statement, current.without(name));
        List<Follower> followers = ofReplaced(services, run, current, name, definition, written.get());
        List<String> lines = new ArrayList<>();
        add(lines, "computed again: ", followers, follower -> follower.query().isPresent());
        add(
                lines,
                "planned again: ",
                followers,
                follower ->
                        follower.definition().isPresent() && follower.query().isEmpty());
        add(lines, "not touched: ", followers, follower -> follower.definition().isEmpty());
        return lines;
    }

    private static Optional<Written> replaced(Statement statement) {
        if (statement instanceof CreateView view && view.mode().orReplace()) {
            return Optional.of(Written.name(view.name()));
        }
        if (statement instanceof CreateMaterializedView view && view.mode().orReplace()) {
            return Optional.of(Written.name(view.name()));
        }
        return statement instanceof CreateStream stream && stream.mode().orReplace()
                ? Optional.of(Written.name(stream.name()))
                : Optional.empty();
    }

    private static void add(List<String> lines, String what, List<Follower> followers, Predicate<Follower> which) {
        List<String> names = followers.stream()
                .filter(which)
                .map(follower -> follower.name().toString())
                .toList();
        if (!names.isEmpty()) {
            lines.add(what + String.join(", ", names));
        }
    }

    private Settings settings(DefinitionText text) {
        Settings settings = services.initial();
        for (Map.Entry<String, String> given : text.settings().entrySet()) {
            settings = settings.with(given.getKey(), given.getValue());
        }
        return settings;
    }
}
