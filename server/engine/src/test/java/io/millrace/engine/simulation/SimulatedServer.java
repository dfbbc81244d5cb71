package io.millrace.engine.simulation;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.delivery.SinkReport;
import io.millrace.engine.delivery.SinkStatus;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.driver.Order;
import io.millrace.engine.driver.Replay;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.History;
import io.millrace.engine.history.HistoryReader;
import io.millrace.engine.history.JournaledHistory;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalOptions;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.journal.Urgency;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One life of a server: driver, engine, journal and checkpoints over a storage that may fail at any moment. */
final class SimulatedServer implements AutoCloseable, Replay.Statements {

    static final Path DIRECTORY = Path.of("/data");
    private static final Path CHECKPOINTS = DIRECTORY.resolve("checkpoints");
    private static final JournalOptions OPTIONS =
            JournalOptions.of(Durability.FSYNC, Duration.ofHours(1)).withReserveBytes(1024);
    private static final ClassCompiler CLASSES = new ClassCompiler(SimulatedServer.class.getClassLoader());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final Driver driver;
    private final Map<String, Definition> defined = new LinkedHashMap<>();
    private final Map<String, Outside.Connection> connections = new TreeMap<>();
    private Journal journal;
    private CheckpointStore checkpoints;
    private long sinkDone;
    private boolean cut;
    private volatile boolean broken;

    /** Starts one and puts it back to where the one before it was. */
    SimulatedServer(World world, FaultyStorage storage, Clock clock, int partitions, int segmentBytes)
            throws IOException {
        this.world = world;
        driver = new Driver(
                new LocalEngine(partitions, new OperatorFactory(CLASSES)),
                DriverSettings.DEFAULT,
                new ChainCompiler(CLASSES),
                clock,
                ServerMemory.unbounded());
        driver.start();
        try {
            storage.createDirectories(DIRECTORY);
            journal = Journal.open(DIRECTORY, OPTIONS.withSegmentBytes(segmentBytes), storage);
            journal.onBroken(cause -> broken = true);
            checkpoints = CheckpointStore.open(storage, CHECKPOINTS, journal.serverId());
            recover(partitions);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void recover(int partitions) {
        Optional<StoredCheckpoint> newest = checkpoints.newest();
        driver.restart().begin(newest.isPresent());
        newest.ifPresent(checkpoint -> {
            Decoder catalog = decoder(checkpoint.catalog());
            driver.restart().partitions(catalog.takeCount(8, "partitions"));
            MapCodec.takeList(catalog, catalog::takeText).forEach(text -> execute(new DefinitionText(text, Map.of())));
            driver.restart().restore(checkpoint.facts(), checkpoint);
        });
        Replay replay = driver.restart().replay(this);
        try (JournalReader reader =
                journal.read(newest.map(checkpoint -> checkpoint.head().lsn()).orElse(1L))) {
            while (reader.advance()) {
                if (reader.type() != RecordType.CHECKPOINT) {
                    HistoryReader.read(reader, replay);
                }
            }
        }
        replay.end();
        driver.restart().end(noted(new JournaledHistory(journal)), partitions);
    }

    /** A history that notes what is written. */
    private History noted(JournaledHistory history) {
        return (History) Proxy.newProxyInstance(
                History.class.getClassLoader(), new Class<?>[] {History.class}, (proxy, method, given) -> {
                    try {
                        return method.invoke(history, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("sinkDone")) {
                            noteSinkDone();
                        }
                    }
                });
    }

    private synchronized void noteSinkDone() {
        sinkDone++;
    }

    private synchronized long sinksDone() {
        return sinkDone;
    }

    /** Whether the journal can never be written again, so that the server would halt. */
    boolean isBroken() {
        return broken;
    }

    Map<String, Definition> defined() {
        return defined;
    }

    @Override
    public void execute(DefinitionText text) {
        make(Definition.parse(text.text()), Order.UNWRITTEN);
    }

    @Override
    public void remove(List<String> names) {
        names.forEach(defined::remove);
        driver.drop(names);
    }

    void create(Definition definition) {
        make(definition, new Order(Optional.of(new DefinitionText(definition.text(), Map.of())), this::checkAlive));
    }

    /** Makes all of it, or nothing. */
    void create(Together together) {
        driver.landings().enter(this::checkAlive);
        try {
            driver.landings().begin(together.names());
            together.made().forEach(this::create);
            Map<String, ChangedRows> rows = new TreeMap<>();
            together.rows()
                    .ifPresent(given -> rows.put(
                            given.relation(),
                            new ChangedRows(
                                    false,
                                    new TypedPages(Definition.ROWS, List.of()),
                                    new TypedPages(Definition.ROWS, List.of(Rows.page(given.rows()))))));
            List<String> gone = together.gone().stream().map(Definition::name).toList();
            driver.landings()
                    .land(rows, gone, List.of(), () -> true, () -> gone.forEach(defined::remove), this::checkAlive);
        } finally {
            driver.landings().leave();
        }
    }

    /** A server whose journal is broken halts, whoever waits. */
    private void checkAlive() {
        if (broken) {
            throw new MillraceException(ErrorCode.JOURNAL_BROKEN, "the server has halted");
        }
    }

    private void make(Definition definition, Order order) {
        if (definition.isInput()) {
            driver.addInput(
                    definition.input(
                            definition.kind() == Definition.Kind.SOURCE
                                    ? Optional.of(world.feed(definition.name()).source())
                                    : Optional.empty()),
                    order);
        } else {
            driver.startQuery(
                    definition.query(),
                    true,
                    definition.isSink() ? Optional.of(() -> connect(definition.name())) : Optional.empty(),
                    order);
        }
        defined.put(definition.name(), definition);
    }

    private synchronized Outside.Connection connect(String sink) {
        Outside.Connection connection = world.outside(sink).new Connection();
        connections.put(sink, connection);
        if (cut) {
            connection.cut();
        }
        return connection;
    }

    private synchronized Outside.Connection connection(String sink) {
        return connections.get(sink);
    }

    void drop(String name) {
        defined.remove(name);
        driver.drop(List.of(name));
    }

    /** Lets rows wait for the next batch. */
    Inbound.Parcel insert(String relation, long[][] rows) {
        return driver.published().inputs().get(relation).inbound().insert(List.of(Rows.page(rows)));
    }

    /** Does something between two batches. */
    void betweenBatches(Runnable action) {
        driver.change(Optional.empty(), action);
    }

    /** How far a source was read. */
    long readTo(String source) {
        Offset offset = driver.published().inputs().get(source).offsets().get("p");
        return offset == null ? 0 : offset.asLong();
    }

    /** Waits until the thread that writes the journal has nothing to do, so that what it does next depends on what comes next. */
    void awaitQuiet() {
        Thread[] threads = new Thread[64];
        int count = Thread.currentThread().getThreadGroup().enumerate(threads);
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            if (thread.getName().equals("journal")) {
                await(
                        () -> thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING
                                || !thread.isAlive(),
                        "the journal is never quiet");
            }
        }
    }

    long nextLsn() {
        return journal.nextLsn();
    }

    /** Takes a checkpoint, as {@code Checkpoints} does. */
    void checkpoint() throws IOException {
        Optional<DriverCut> cut = driver.restart().cut(defined.keySet());
        for (int i = 0; cut.isEmpty() && i < 1_000; i++) {
            LockSupport.parkNanos(20_000);
            cut = driver.restart().cut(defined.keySet());
        }
        DriverCut state = cut.orElseThrow(() -> new AssertionError("nothing can be cut"));
        journal.await(journal.nextLsn() - 1);
        awaitQuiet();
        List<String> texts = new ArrayList<>();
        defined.values().forEach(definition -> texts.add(definition.text()));
        Encoder catalog = new Encoder();
        catalog.putCount(driver.restart().partitions());
        MapCodec.putList(texts, catalog, catalog::putText);
        checkpoints.write(
                new CheckpointHead(journal.epoch(), state.batch(), state.position(), state.timestamp()),
                catalog.toByteArray(),
                state.state());
        journal.append(RecordType.CHECKPOINT, Urgency.ESSENTIAL, new Encoder());
        checkpoints.oldestLsn().ifPresent(journal::release);
    }

    private static Decoder decoder(byte[] catalog) {
        return new Decoder(catalog, 0, catalog.length, 0, 1, Decoder.DEFAULT_ALLOWANCE);
    }

    /** Lets a sink have its oldest batch, or lose it; false when none waits. */
    boolean deliver(String sink, Outside.Passage passage) throws InterruptedException {
        SinkReport before = driver.deliveries().report(sink).orElseThrow();
        if (before.lagBatches() == 0 || before.status() == SinkStatus.FAILED) {
            return false;
        }
        awaitAlive(() -> connection(sink) != null, "the sink is not opened");
        long done = sinksDone();
        Outside.Connection connection = connection(sink);
        awaitAlive(connection::hasArrival, "nothing arrives");
        if (!connection.arrival()) {
            connection.pass(Outside.Passage.THROUGH);
            // what it has already is skipped before it gets anything, without another question
            awaitAlive(() -> connection.hasArrival() || report(sink).lagBatches() == 0, "the answer is not taken");
            if (sinksDone() > done) {
                return true; // it was there already
            }
            connection.arrival();
        }
        connection.pass(passage);
        if (passage == Outside.Passage.THROUGH) {
            awaitAlive(() -> sinksDone() > done, "the delivery does not end");
        } else {
            awaitAlive(() -> report(sink).problem().isPresent(), "the delivery does not fail");
        }
        return true;
    }

    SinkReport report(String sink) {
        return driver.deliveries().report(sink).orElseThrow();
    }

    static void await(BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    /** Waits while the server lives. */
    void awaitAlive(BooleanSupplier condition, String otherwise) {
        await(() -> broken || condition.getAsBoolean(), otherwise);
        checkAlive();
    }

    long batch() {
        return driver.published().batch();
    }

    Map<String, Long> read(String relation) {
        RelationSnapshot snapshot = driver.published().relation(relation).orElseThrow();
        List<Page> pages = new ArrayList<>();
        snapshot.read(new int[] {0, 1}, pages::add);
        Map<String, Long> rows = new TreeMap<>();
        Rows.add(rows, pages);
        return rows;
    }

    /** Whether all queries have caught up with the batches. */
    boolean runsAll() {
        return driver.queries().stream().allMatch(query -> query.status() == QueryReport.Status.RUNNING);
    }

    /** Which queries have failed, and why. */
    List<String> failures() {
        return driver.queries().stream()
                .filter(query -> query.failure().isPresent())
                .map(query -> query.name() + ": " + query.failure().get())
                .toList();
    }

    /** Nothing more leaves the server. */
    synchronized void cut() {
        cut = true;
        connections.values().forEach(Outside.Connection::cut);
    }

    @Override
    public void close() {
        cut();
        quietly(driver, Driver::close);
        if (journal != null) {
            quietly(journal, Journal::close);
        }
    }

    /** The machine may have stopped. */
    private static <T> void quietly(T part, Consumer<T> closing) {
        try {
            closing.accept(part);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.JOURNAL_BROKEN) {
                throw e;
            }
        }
    }
}
