package io.millrace.endpoint.metrics;

import io.millrace.session.measure.Measures;
import io.millrace.session.measure.Metric;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The figures of the server as Prometheus counts them. */
final class Snapshots {

    /** Which the library adds to counters itself. */
    private static final String COUNTER_END = "_total";

    private final Measures measures;

    Snapshots(Measures measures) {
        this.measures = measures;
    }

    List<MetricSnapshot> all() {
        List<MetricSnapshot> all = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            all.add(
                    switch (metric.kind()) {
                        case COUNTER -> counter(metric);
                        case GAUGE -> gauge(metric);
                        case HISTOGRAM -> histogram(metric);
                    });
        }
        return all;
    }

    private MetricSnapshot counter(Metric metric) {
        String name = metric.fullName();
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - COUNTER_END.length()))
                .help(metric.help());
        measures.figures(metric)
                .forEach(figure -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(figure.value())
                        .labels(labels(metric, figure.labels()))
                        .build()));
        return counter.build();
    }

    private MetricSnapshot gauge(Metric metric) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.fullName()).help(metric.help());
        measures.figures(metric)
                .forEach(figure -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(figure.value())
                        .labels(labels(metric, figure.labels()))
                        .build()));
        return gauge.build();
    }

    private MetricSnapshot histogram(Metric metric) {
        List<Double> bounds = new ArrayList<>(Measures.bounds());
        bounds.add(Double.POSITIVE_INFINITY);
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(metric.fullName()).help(metric.help());
        measures.distributions(metric)
                .forEach(found -> histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(bounds, List.<Number>copyOf(found.counts())))
                        .sum(found.sum())
                        .labels(labels(metric, found.labels()))
                        .build()));
        return histogram.build();
    }

    private static Labels labels(Metric metric, List<String> values) {
        return Labels.of(metric.labels(), values);
    }
}
