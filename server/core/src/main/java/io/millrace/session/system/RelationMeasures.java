package io.millrace.session.system;

import io.millrace.engine.delivery.SinkReport;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.run.NodeReport;
import io.millrace.engine.traffic.TrafficReport;
import io.millrace.session.measure.Measures;
import io.millrace.session.measure.Metric;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Reads how streams, tables, queries and sinks stand. */
final class RelationMeasures {

    private final Driver driver;
    private final Measures measures;
    private final long now;

    RelationMeasures(Driver driver, Measures measures) {
        this.driver = driver;
        this.measures = measures;
        this.now = driver.clock().millis();
    }

    void read() {
        driver.inputs().forEach(this::input);
        driver.published().relations().forEach((name, snapshot) -> {
            if (snapshot.rows() >= 0) {
                measures.add(Metric.RELATION_ROWS, snapshot.rows(), name);
            }
        });
        int subscriptions = 0;
        for (QueryReport query : driver.queries()) {
            if (query.output().isStanding()) {
                query(query);
                driver.deliveries().report(query.name()).ifPresent(this::sink);
            } else {
                subscriptions++;
            }
        }
        measures.add(Metric.SUBSCRIPTIONS, subscriptions);
    }

    private void input(InputReport input) {
        measures.add(Metric.INPUT_ROWS, input.rows(), input.name());
        measures.add(Metric.INPUT_REJECTED, input.rejected(), input.name());
        measures.add(Metric.INPUT_FAILING, input.problem().isPresent() ? 1 : 0, input.name());
        TrafficReport traffic = input.traffic();
        traffic.lagRows().ifPresent(rows -> measures.add(Metric.INPUT_LAG_ROWS, rows, input.name()));
        traffic.lagBytes().ifPresent(bytes -> measures.add(Metric.INPUT_LAG_BYTES, bytes, input.name()));
        traffic.behindSeconds().ifPresent(seconds -> measures.add(Metric.INPUT_BEHIND, seconds, input.name()));
        traffic.lastRowAt().ifPresent(millis -> measures.add(Metric.INPUT_LAST_ROW, millis / 1e3, input.name()));
        if (input.hasWatermark() && isTime(input.watermark())) {
            measures.add(Metric.INPUT_WATERMARK, input.watermark() / 1e3, input.name());
            measures.add(Metric.INPUT_WATERMARK_LAG, (now - input.watermark()) / 1e3, input.name());
        }
    }

    private static boolean isTime(long watermark) {
        return watermark != Long.MIN_VALUE && watermark != Long.MAX_VALUE;
    }

    private void query(QueryReport query) {
        String name = query.name();
        String output = query.output().name().toLowerCase(Locale.ROOT);
        measures.add(Metric.QUERY_STATUS, 1, name, output, query.status().name().toLowerCase(Locale.ROOT));
        measures.add(Metric.QUERY_ROWS_IN, query.rowsIn(), name, output);
        measures.add(Metric.QUERY_ROWS_OUT, query.rowsOut(), name, output);
        measures.add(Metric.QUERY_LATE, query.lateRows(), name, output);
        measures.add(Metric.QUERY_FAILED, query.failedRows(), name, output);
        if (isTime(query.watermark())) {
            measures.add(Metric.QUERY_WATERMARK_LAG, (now - query.watermark()) / 1e3, name, output);
        }
        measures.add(Metric.QUERY_STATE_ROWS, sum(query, NodeReport::stateRows), name, output);
        measures.add(Metric.QUERY_STATE_BYTES, sum(query, NodeReport::stateBytes), name, output);
        measures.add(Metric.QUERY_MEMORY, query.memoryBytes(), name, output);
        measures.add(Metric.QUERY_MEMORY_LIMIT, query.memoryLimit(), name, output);
    }

    private static long sum(QueryReport query, ToLongFunction<NodeReport> figure) {
        return query.nodes().stream().mapToLong(figure).sum();
    }

    private void sink(SinkReport sink) {
        String name = sink.name();
        measures.add(Metric.SINK_STATUS, 1, name, sink.status().name().toLowerCase(Locale.ROOT));
        measures.add(Metric.SINK_DELIVERED, sink.deliveredRows(), name);
        measures.add(Metric.SINK_SKIPPED, sink.skippedRows(), name);
        measures.add(Metric.SINK_LAG_BATCHES, sink.lagBatches(), name);
        measures.add(Metric.SINK_LAG_ROWS, sink.lagRows(), name);
        measures.add(Metric.SINK_LAG_BYTES, sink.lagBytes(), name);
        measures.add(Metric.SINK_LAG, sink.lagMillis() / 1e3, name);
    }
}
