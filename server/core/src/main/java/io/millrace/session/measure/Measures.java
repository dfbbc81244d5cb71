package io.millrace.session.measure;

import io.millrace.engine.measure.DurationHistogram;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How all figures stand at a moment. Filled by one thread, then read. */
public final class Measures {

    /** @param labels values, in the order of the metric's labels */
    public record Figure(List<String> labels, double value) {}

    /**
     * Durations that were counted.
     *
     * @param labels values, in the order of the metric's labels
     * @param counts between two bounds each; the last one beyond all of them
     */
    public record Distribution(List<String> labels, List<Long> counts, double sum) {}

    private final Map<Metric, List<Figure>> figures = new EnumMap<>(Metric.class);
    private final Map<Metric, List<Distribution>> distributions = new EnumMap<>(Metric.class);

    /** Notes a figure of a counter or a gauge. */
    public void add(Metric metric, double value, String... labels) {
        figures.computeIfAbsent(metric, unused -> new ArrayList<>()).add(new Figure(List.of(labels), value));
    }

    /** Notes a histogram. */
    public void add(Metric metric, DurationHistogram.Durations durations, String... labels) {
        distributions
                .computeIfAbsent(metric, unused -> new ArrayList<>())
                .add(new Distribution(List.of(labels), durations.counts(), durations.nanos() / 1e9));
    }

    /** Of a counter or a gauge. */
    public List<Figure> figures(Metric metric) {
        return figures.getOrDefault(metric, List.of());
    }

    /** Of a histogram. */
    public List<Distribution> distributions(Metric metric) {
        return distributions.getOrDefault(metric, List.of());
    }

    /** The greatest duration of each count but the last, in seconds. */
    public static List<Double> bounds() {
        return DurationHistogram.boundsInSeconds();
    }
}
