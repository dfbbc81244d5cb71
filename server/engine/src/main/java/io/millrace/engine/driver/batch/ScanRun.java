package io.millrace.engine.driver.batch;

import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputReader;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The splits that one batch reads, of all inputs, on all partitions at once. Used by the driver's thread. */
public final class ScanRun {

    /** Reading an input broke off: what was passed on of it must be taken back. */
    public static final class ReadFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Map<Input, Throwable> causes;

        ReadFailure(Map<Input, Throwable> causes) {
            super(null, null, false, false);
            this.causes = causes;
        }

        Map<Input, Throwable> causes() {
            return causes;
        }

        /** The first of the failures, as users read it. */
        RuntimeException error() {
            Map.Entry<Input, Throwable> first = causes.entrySet().iterator().next();
            return first.getKey().health().error(first.getValue());
        }
    }

    private final Engine engine;
    private final ScanThreads threads;
    private final BatchTime time;
    private final Predicate<Input> counts;
    private final List<Scan> scans = new ArrayList<>();
    private final Map<Input, Discovery> discoveries = new HashMap<>();
    private final Map<Input, List<List<Page>>> tables = new LinkedHashMap<>();

    /** The splits of a plan; the queries that read them begin the batch. */
    ScanRun(Engine engine, ScanThreads threads, Relations relations, PlannedBatch batch) {
        this(engine, threads, relations, batch, input -> true);
    }

    /** @param counts the inputs that have not been read so far yet */
    ScanRun(Engine engine, ScanThreads threads, Relations relations, PlannedBatch batch, Predicate<Input> counts) {
        this.counts = counts;
        this.engine = engine;
        this.threads = threads;
        this.time = batch.time();
        batch.inputs()
                .forEach((input, part) -> part.found().ifPresent(found -> {
                    if (input.definition().table()) {
                        addTable(input, found);
                    } else {
                        addStream(input, relations.shared(input), found);
                    }
                }));
    }

    /** Plans to read a stream for all queries that need it. */
    private void addStream(Input input, Relations.Shared shared, Discovery found) {
        List<Scan.Consumer> consumers = new ArrayList<>();
        List<RunningQuery> readers = new ArrayList<>();
        for (Relations.Reading reading : shared.readings()) {
            consumers.add(consumer(reading));
            reading.query().begin(time);
            readers.add(reading.query());
        }
        add(input, shared.reader(), found, consumers, partitions(engine, readers));
    }

    /** On how many partitions splits are read for queries: none may get pages of more than it has. */
    public static int partitions(Engine engine, Collection<RunningQuery> readers) {
        return readers.stream().mapToInt(RunningQuery::partitions).reduce(engine.partitions(), Math::min);
    }

    public static Scan.Consumer consumer(Relations.Reading reading) {
        return (partition, page) ->
                reading.query().accept(partition, reading.source(), page.project(reading.positions()));
    }

    /** Plans to read a table. */
    private void addTable(Input input, Discovery found) {
        List<List<Page>> byPartition = new ArrayList<>();
        for (int partition = 0; partition < engine.partitions(); partition++) {
            byPartition.add(new ArrayList<>());
        }
        tables.put(input, byPartition);
        add(
                input,
                input.wholeRows(),
                found,
                List.of((partition, page) -> byPartition.get(partition).add(page)),
                engine.partitions());
    }

    private void add(Input input, InputReader reader, Discovery found, List<Scan.Consumer> consumers, int partitions) {
        if (counts.test(input)) {
            input.ahead().begin(found.splits(), time.timestamp());
        }
        discoveries.put(input, found);
        scans.add(new Scan(input, reader, found.splits(), consumers, partitions, time.timestamp()));
    }

    public List<Input> inputs() {
        return scans.stream().map(Scan::input).toList();
    }

    /** What was known of an input when its splits were planned. */
    Discovery discovery(Input input) {
        return discoveries.get(input);
    }

    public List<Scan> scanned() {
        return scans;
    }

    /**
     * Reads.
     *
     * @param rows notes what was read
     * @throws ReadFailure when some input could not be read, after all others were
     */
    public void run(BatchRows rows) {
        if (scans.isEmpty()) {
            return;
        }
        scans.forEach(rows::addScan);
        Map<Input, Throwable> failures = threads.run(scans, engine.partitions());
        if (!failures.isEmpty()) {
            throw new ReadFailure(failures);
        }
    }

    /** The rows that were read of tables. */
    public Map<Input, List<Page>> tables() {
        Map<Input, List<Page>> pages = new LinkedHashMap<>();
        tables.forEach((input, byPartition) ->
                pages.put(input, byPartition.stream().flatMap(List::stream).toList()));
        return pages;
    }
}
