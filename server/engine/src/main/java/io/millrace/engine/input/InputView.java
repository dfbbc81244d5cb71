package io.millrace.engine.input;

import io.millrace.engine.time.Watermarks;
import io.millrace.engine.traffic.TrafficReport;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How a stream or table stood at a committed batch. Immutable, but for what the outside system does in the meantime.
 *
 * @param unread whether its source can be read again and no batch reads it, so that it moves on only when a statement asks
 * @param suspended whether nothing is taken from its source until somebody lets it go on
 * @param identity the numbers of its identity column
 * @param delay by which the watermark is behind the greatest time, in milliseconds; empty when it is another expression
 */
public record InputView(
        InputDefinition definition,
        Progress progress,
        Watermarks.Snapshot watermarks,
        boolean unread,
        boolean suspended,
        OptionalLong delay,
        Optional<SourceReading> reading,
        Inbound inbound,
        Health health,
        Optional<IdentityCounter> identity) {

    /** Where each partition was read up to. */
    public Map<String, Offset> offsets() {
        return progress.offsets();
    }

    /** What was read of each partition. */
    public List<Split> splits() {
        return progress.splits();
    }

    /** How it stood when only these splits were read. */
    public InputView upTo(List<Split> read) {
        return new InputView(
                definition,
                progress.upTo(read),
                watermarks,
                unread,
                suspended,
                delay,
                reading,
                inbound,
                health,
                identity);
    }

    /** The same splits, those of which some records were counted cut in two there. */
    public List<Split> cut(List<Split> splits) {
        return progress.cut(splits);
    }

    /** Whether the records of a split were counted and the bad ones shown. */
    public boolean isReported(Split split) {
        return !progress.isFirst(split);
    }

    public boolean exhausted() {
        return progress.exhausted();
    }

    /** What SHOW STREAMS tells now. */
    public InputReport report(String name, long nanos) {
        return new InputReport(
                name,
                progress.rows(),
                progress.rejected(),
                offsetTexts(),
                watermarks.current(),
                progress.exhausted(),
                definition.watermark().isPresent(),
                watermarks.report(nanos),
                delay,
                definition.idleTimeout(),
                health.partitions(),
                health.gone(),
                health.problem(),
                suspended,
                trafficReport(),
                health.lastProblem());
    }

    private TrafficReport trafficReport() {
        TrafficReport report = health.traffic().report(health.problem().isPresent());
        if (progress.exhausted()) {
            return report.ended();
        }
        return unread || suspended ? report.unasked() : report;
    }

    private Map<String, String> offsetTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional<Function<Offset, String>> text = definition
                .source()
                .map(source ->
                        source instanceof ReceivedSource received ? received::text : reading.orElseThrow()::text);
        text.ifPresent(
                told -> progress.offsets().forEach((partition, offset) -> texts.put(partition, told.apply(offset))));
        return texts;
    }
}
