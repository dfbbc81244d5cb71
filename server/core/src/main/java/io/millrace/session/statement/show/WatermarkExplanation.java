package io.millrace.session.statement.show;

import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.query.QueryReport;
import io.millrace.session.definition.Definitions;
import io.millrace.session.rows.RowList;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * EXPLAIN WATERMARK: how far a query has come in time, which source partition holds it back, when its next window fires and what
 * would make it fire.
 */
final class WatermarkExplanation {

    static final RowType ROW_TYPE = RowType.of(
            new Field("relation", Type.VARCHAR, false),
            new Field("source_partition", Type.VARCHAR, true),
            new Field("watermark", Type.TIMESTAMP, true),
            new Field("status", Type.VARCHAR, false),
            new Field("last_row_at", Type.TIMESTAMP, true),
            new Field("holds_back", Type.BOOLEAN, false),
            new Field("next_window_end", Type.TIMESTAMP, true),
            new Field("fires_when", Type.VARCHAR, true));

    private final Definitions.Version definitions;
    private final Map<String, InputReport> inputs;
    private final Map<String, QueryReport> queries;
    private final long now;
    private final Set<String> named = new LinkedHashSet<>();
    private final List<TimedStream> streams = new ArrayList<>();

    WatermarkExplanation(Services services) {
        this.definitions = services.definitions().current();
        this.inputs =
                services.driver().inputs().stream().collect(Collectors.toMap(InputReport::name, Function.identity()));
        this.queries = services.driver().queries().stream()
                .collect(Collectors.toMap(QueryReport::name, Function.identity(), (first, second) -> first));
        this.now = services.driver().clock().millis();
    }

    /** The rows for a query that runs. */
    RowList running(RelationName name, DStream root, Written written) {
        find(root, written);
        QueryReport report = queries.get(name.toString());
        if (report == null) {
            throw At.error(ErrorCode.RELATION_NOT_FOUND, written, "\"" + name + "\" was dropped");
        }
        long next =
                report.nextClose() == Long.MAX_VALUE ? NextWindow.after(root, report.watermark()) : report.nextClose();
        return rows(name.toString(), report.status().name(), report.watermark(), next);
    }

    /** The rows for a query that was only written. */
    RowList written(DStream root, Written written) {
        find(root, written);
        long watermark = watermark();
        return rows("query", "NOT RUNNING", watermark, NextWindow.after(root, watermark));
    }

    /** The rows for a stream by itself. */
    RowList stream(StreamRelation stream, Written written) {
        add(stream.name().toString());
        check(written);
        RowList rows = new RowList(ROW_TYPE);
        streams.forEach(found -> found.addTo(rows, Long.MAX_VALUE, watermark(), now));
        return rows;
    }

    private void find(DStream root, Written written) {
        addSources(root);
        check(written);
    }

    private void addSources(DStream node) {
        if (node instanceof Source source) {
            add(source.relation());
        }
        node.inputs().forEach(this::addSources);
    }

    private void add(String name) {
        if (!named.add(name)) {
            return;
        }
        InputReport input = inputs.get(name);
        RelationName relation = definitions.catalog().name(name);
        if (input != null && input.hasWatermark()) {
            definitions
                    .catalog()
                    .find(relation)
                    .filter(StreamRelation.class::isInstance)
                    .map(StreamRelation.class::cast)
                    .ifPresent(stream -> streams.add(new TimedStream(stream, input)));
        }
        Optional<StreamRelation> declared = definitions
                .catalog()
                .find(relation)
                .filter(StreamRelation.class::isInstance)
                .map(StreamRelation.class::cast)
                .filter(stream ->
                        stream.feed() == Feed.QUERY && stream.watermark().isPresent());
        if (declared.isPresent() && queries.containsKey(name)) {
            streams.add(TimedStream.derived(declared.get(), queries.get(name)));
        } else {
            definitions.query(relation).ifPresent(query -> addSources(query.root()));
        }
    }

    private void check(Written written) {
        if (!streams.isEmpty()) {
            return;
        }
        throw At.error(
                ErrorCode.INVALID_QUERY,
                written,
                "no column of " + named.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                        + " has a watermark; declare WATERMARK FOR "
                        + timeColumn().orElse("ts") + " AS "
                        + timeColumn().orElse("ts") + " - INTERVAL '5' SECOND in CREATE STREAM");
    }

    private Optional<String> timeColumn() {
        return named.stream()
                .flatMap(name -> definitions.catalog().find(name).stream())
                .map(Relation::rowType)
                .flatMap(rowType -> rowType.fields().stream())
                .filter(field -> field.type().kind() == TypeKind.TIMESTAMP)
                .map(Field::name)
                .findFirst();
    }

    /** The least watermark of the streams that count; if none counts, the greatest. */
    private long watermark() {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean counting = false;
        for (TimedStream stream : streams) {
            long watermark = stream.input().watermark();
            if (stream.counts()) {
                counting = true;
                least = Math.min(least, watermark);
            }
            greatest = Math.max(greatest, watermark);
        }
        return counting ? least : greatest;
    }

    private RowList rows(String name, String status, long watermark, long next) {
        RowList rows = new RowList(ROW_TYPE);
        List<String> conditions = new ArrayList<>();
        long holding = watermark();
        if (next != Long.MAX_VALUE) {
            streams.forEach(stream -> stream.conditions(next, conditions));
        }
        rows.add(
                name,
                null,
                TimedStream.shown(watermark),
                status,
                null,
                false,
                TimedStream.shown(next),
                firesWhen(watermark, next, conditions));
        streams.forEach(stream -> stream.addTo(rows, next, holding, now));
        return rows;
    }

    private String firesWhen(long watermark, long next, List<String> conditions) {
        if (!conditions.isEmpty()) {
            return String.join("; and ", conditions);
        }
        if (watermark == Long.MAX_VALUE) {
            return "all sources have ended: every window has fired";
        }
        Optional<TimedStream> unseen =
                streams.stream().filter(TimedStream::isUnseen).findFirst();
        if (watermark == Long.MIN_VALUE && unseen.isPresent()) {
            return "a row in \"" + unseen.get().input().name() + "\", which has had none yet";
        }
        return next == Long.MAX_VALUE ? "nothing waits for the watermark now" : "the next batch";
    }
}
