package io.millrace.planner;

import io.millrace.catalog.Relation;
import io.millrace.catalog.StreamRelation;
import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Over;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.TopN;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.engine.match.MatchReach;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the nodes of a continuous query that keep more and more rows, and says what would bound them. */
final class Boundedness {

    private final Set<Relation> inputs;
    private final Set<String> warnings = new LinkedHashSet<>();

    private Boundedness(Set<Relation> inputs) {
        this.inputs = inputs;
    }

    static List<String> warnings(DStream root, Set<Relation> inputs) {
        Boundedness boundedness = new Boundedness(inputs);
        boundedness.visit(root);
        List<String> warnings = new ArrayList<>(boundedness.warnings);
        if (!warnings.isEmpty()) {
            boundedness.unmarkedStream().ifPresent(warnings::add);
        }
        return warnings;
    }

    private void visit(DStream node) {
        node.inputs().forEach(this::visit);
        if (node.inputs().stream().noneMatch(this::endless)) {
            return;
        }
        if (node instanceof Aggregate aggregate
                && aggregate.windowEnd().isEmpty()
                && !aggregate.keys().isEmpty()) {
            warnings.add("a group is kept for ever for each "
                    + remedied(names(aggregate.input().rowType(), aggregate.keys()), "group"));
        } else if (node instanceof Join join) {
            visitJoin(join);
        } else if (node instanceof AsofJoin join && join.completion().isEmpty() && endless(join)) {
            warnings.add("the ASOF join keeps all rows of " + streams(join)
                    + ", because not both of its times have a watermark");
        } else if (node instanceof TopN top
                && !top.partition().isEmpty()
                && top.expiry().isEmpty()) {
            warnings.add("the first rows are kept for ever for each "
                    + remedied(names(top.input().rowType(), top.partition()), "partition"));
        } else if (node instanceof MatchRecognize match) {
            visitMatch(match);
        } else if (node instanceof SessionWindow sessions && !sessions.closes()) {
            warnings.add("SESSION keeps all rows, because no watermark closes its sessions");
        } else if (node instanceof SessionAggregate sessions
                && !sessions.window().closes()) {
            warnings.add("SESSION keeps all sessions, because no watermark closes them");
        } else if (node instanceof Over over && over.release().isEmpty()) {
            warnings.add("OVER keeps all rows"
                    + (over.partition().isEmpty()
                            ? ""
                            : " of each " + names(over.input().rowType(), over.partition())));
        }
    }

    private static String remedied(String keys, String verb) {
        return keys.contains("window_")
                ? keys
                : keys + "; " + verb + " by window_start, window_end too to forget old ones";
    }

    private void visitJoin(Join join) {
        if (join.leftExpiry().isEmpty() && endless(join.left())) {
            warnings.add(joinKeeps(join.left()));
        }
        if (join.rightExpiry().isEmpty() && endless(join.right())) {
            warnings.add(joinKeeps(join.right()));
        }
    }

    private void visitMatch(MatchRecognize match) {
        String partition = match.partition().isEmpty()
                ? ""
                : " of each " + names(match.input().rowType(), match.partition());
        if (match.within().isEmpty()) {
            warnings.add(
                    "MATCH_RECOGNIZE keeps the rows" + partition + " with which a match has begun until more rows"
                            + " decide it, for ever if none come; bound it in event time: PATTERN (…) WITHIN INTERVAL '1' HOUR");
        } else if (MatchReach.of(match).before() > 0) {
            warnings.add("MATCH_RECOGNIZE keeps the last rows" + partition
                    + " for ever, because PREV looks at rows before the match; let the pattern begin with a variable"
                    + " without condition, and use PREV in those that follow");
        }
        if (!partition.isEmpty() && match.values().stream().anyMatch(MatchValue.MatchNumber.class::isInstance)) {
            warnings.add(
                    "MATCH_NUMBER() keeps a number" + partition + " for ever; leave it out where keys come and go");
        }
    }

    private String joinKeeps(DStream side) {
        return "the join keeps all rows of " + streams(side)
                + "; bound it in event time, as in a.ts BETWEEN b.ts AND b.ts + INTERVAL '1' HOUR";
    }

    private static String names(RowType rowType, List<Integer> columns) {
        return columns.stream().map(column -> rowType.field(column).name()).collect(Collectors.joining(", "));
    }

    /** Whether rows of a stream arrive here to stay. */
    private boolean endless(DStream node) {
        return !sources(node).isEmpty();
    }

    private String streams(DStream node) {
        return sources(node).stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    private Set<String> sources(DStream node) {
        Set<String> names = new LinkedHashSet<>();
        if (node instanceof TemporalFilter filter && filter.until().isPresent()) {
            return names;
        }
        if (node instanceof Source source && stream(source).isPresent()) {
            names.add(source.relation());
        }
        node.inputs().forEach(input -> names.addAll(sources(input)));
        return names;
    }

    private Optional<StreamRelation> stream(Source source) {
        return inputs.stream()
                .filter(relation -> relation.name().toString().equals(source.relation()))
                .filter(StreamRelation.class::isInstance)
                .map(StreamRelation.class::cast)
                .findFirst();
    }

    /** A stream without event time that has a column for it. */
    private Optional<String> unmarkedStream() {
        return inputs.stream()
                .filter(StreamRelation.class::isInstance)
                .filter(relation -> relation.eventTimeColumns().isEmpty())
                .flatMap(relation -> relation.rowType().fields().stream()
                        .filter(field -> field.type().kind() == TypeKind.TIMESTAMP)
                        .map(Field::name)
                        .map(column -> "stream \"" + relation.name() + "\" has no watermark, so none of its rows can be"
                                + " forgotten; declare WATERMARK FOR " + column + " AS " + column
                                + " - INTERVAL '5' SECOND"))
                .findFirst();
    }
}
