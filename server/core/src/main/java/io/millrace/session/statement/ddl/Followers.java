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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans again what was made from something that is to be replaced. Where that gives another plan, or what it reads runs anew, it has to be
 * computed again; all else goes on.
 */
final class Followers {

    private final Services services;
    private final Run run;
    private final Definitions.Version current;
    private final RelationName replaced;
    private final Written place;
    /** What runs anew. */
    private final Set<RelationName> anew = new TreeSet<>();

    private Definitions.Version next;

    private Followers(
            Services services,
            Run run,
            Definitions.Version current,
            RelationName replaced,
            Definition definition,
            Written place) {
        this.services = services;
        this.run = run;
        this.current = current;
        this.replaced = replaced;
        this.place = place;
        this.next = definition.addTo(current.without(replaced));
        if (definition.runs().isPresent()) {
            anew.add(replaced);
        }
    }

    /**
     * What has to follow, each after what it reads.
     *
     * @param current the version in which it is replaced
     * @param definition what takes its place
     * @throws MillraceException when something cannot follow
     */
    static List<Follower> of(
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
        Followers followers = new Followers(services, run, current, replaced, definition, place);
        followers.refuseCycle(dependents, definition);
        return dependents.stream().map(followers::follow).toList();
    }

    private void refuseCycle(List<RelationName> dependents, Definition definition) {
        dependents.stream().filter(definition.reads()::contains).findFirst().ifPresent(reader -> {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    place,
                    replaced.title() + " would read itself: it reads " + reader.title() + ", which is made from it");
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
            if (e.code() == ErrorCode.QUERY_CANCELLED || e.code() == ErrorCode.MEMORY_EXCEEDED) {
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
                replaced.title() + " cannot be replaced so because of " + follower.title() + ", which "
                        + (replaced.isFunction() ? "calls" : "reads") + " it: " + reason);
    }

    private Follower follow(RelationName name, DefinitionText text) {
        ParsedStatement parsed = SqlParsing.parseStatement(text.text());
        Run again = run.again(parsed, settings(text));
        if (parsed.statement() instanceof CreateSink sink) {
            refuseSink(name, sink, again);
            return new Follower(name, text, Optional.empty());
        }
        Definition after = define(parsed.statement(), again, next);
        boolean reads = current.catalog()
                .find(name)
                .map(relation -> relation.dependsOn().stream().map(SideStreams::main))
                .filter(read -> read.anyMatch(anew::contains))
                .isPresent();
        boolean runs = after.runs().isPresent();
        if (runs && reads) {
            anew.add(name);
        } else if (same(define(parsed.statement(), again, current), after)) {
            return new Follower(name, text, Optional.empty());
        } else if (runs) {
            anew.add(name);
        }
        next = after.addTo(next);
        return new Follower(name, text, Optional.of(after));
    }

    /** A sink has given its rows out: they must not change. */
    private void refuseSink(RelationName name, CreateSink sink, Run again) {
        CreateQueries queries = new CreateQueries(services, again);
        PlannedQuery after = queries.query(sink, next);
        boolean reads = after.inputs().stream().map(SideStreams::main).anyMatch(anew::contains);
        if (reads || !same(queries.query(sink, current), after)) {
            throw refusal(
                    name, "what it has written cannot be taken back; DROP SINK " + name + ", then CREATE it again");
        }
    }

    private static boolean same(Definition before, Definition after) {
        return before.plan().isPresent()
                && same(before.plan().get(), after.plan().orElseThrow());
    }

    private static boolean same(PlannedQuery before, PlannedQuery after) {
        return Arrays.equals(PlannedQueryCodec.write(before), PlannedQueryCodec.write(after));
    }

    private Definition define(Statement statement, Run again, Definitions.Version base) {
        CreateQueries queries = new CreateQueries(services, again);
        if (statement instanceof CreateFunction function) {
            return new CreateFunctions(services, again).function(function, base, true);
        }
        if (statement instanceof CreateView view) {
            return queries.view(view, base);
        }
        return statement instanceof CreateMaterializedView view
                ? queries.materializedView(view, base)
                : queries.stream(
                        (CreateStream) statement,
                        ((CreateStream) statement).query().orElseThrow(),
                        base);
    }

    private Settings settings(DefinitionText text) {
        Settings settings = services.initial();
        for (Map.Entry<String, String> given : text.settings().entrySet()) {
            settings = settings.with(given.getKey(), given.getValue());
        }
        return settings;
    }
}
