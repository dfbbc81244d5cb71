package io.millrace.endpoint.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.session.measure.Measures;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The page of all figures. Those of the JVM and of requests are gathered from the first time on that somebody asks for it: a server that
 * nobody watches does without. Thread-safe.
 */
public final class MetricsPage implements AutoCloseable {

    /** The text of Prometheus; its own Accept header is a wish list that ends with it. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The text of OpenMetrics. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private record Gathering(PrometheusMeterRegistry registry, JvmGcMetrics collections) {}

    private volatile Optional<Gathering> gathering = Optional.empty();

    /** Counts a request that was answered. */
    public void answered(String route, int status, Duration duration) {
        gathering.ifPresent(found -> Timer.builder("millrace.http.requests")
                .description("how long requests took, by what they were for")
                .tags("route", route, "status", Integer.toString(status))
                .serviceLevelObjectives(BOUNDS)
                .register(found.registry())
                .record(duration));
    }

    /**
     * All figures as they are now.
     *
     * @param type {@link #TEXT} or {@link #OPEN_METRICS}
     */
    public byte[] content(Measures measures, String type) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        new Snapshots(measures).all().forEach(all::metricSnapshot);
        gathered().registry().getPrometheusRegistry().scrape().forEach(all::metricSnapshot);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ExpositionFormats.init().findWriter(type).write(out, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private synchronized Gathering gathered() {
        if (gathering.isEmpty()) {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            JvmGcMetrics collections = new JvmGcMetrics();
            collections.bindTo(registry);
            new JvmInfoMetrics().bindTo(registry);
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ClassLoaderMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new FileDescriptorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
            gathering = Optional.of(new Gathering(registry, collections));
        }
        return gathering.get();
    }

    @Override
    public synchronized void close() {
        gathering.ifPresent(found -> {
            found.collections().close();
            found.registry().close();
        });
        gathering = Optional.empty();
    }
}
