package io.millrace.engine.simulation;

import io.millrace.engine.input.Inbound;
import io.millrace.journal.storage.Fault;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** One course of events: statements, rows, deliveries, checkpoints, and deaths of all kinds at any moment. */
final class Simulation implements AutoCloseable {

    /** Each start may have another number. */
    private static final int MOST_PARTITIONS = 3;

    private static final int STEPS = 30;
    private static final int MOST_STARTS = 6;
    private static final int WITHIN = 30;
    private static final int[] SEGMENTS = {256, 2_048, 1 << 16};
    private static final Fault[] FAULTS = {Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.TORN, Fault.ERROR};

    /** The server has died in the middle of something. */
    private static final class Death extends Exception {
        private static final long serialVersionUID = 1L;

        Death(Throwable cause) {
            super(cause);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private final World world;
    private final boolean diskFails;
    private final Oracle oracle = new Oracle();
    private final int segmentBytes;
    private SimulatedServer server;
    private long lastValue;
    private int lives;

    /** @param diskFails whether operations of the disk go wrong; which thread comes to them first is not in the seed */
    Simulation(long seed, boolean diskFails) {
        this.diskFails = diskFails;
        world = new World(seed);
        segmentBytes = SEGMENTS[world.choose(SEGMENTS.length)];
    }

    World world() {
        return world;
    }

    int lives() {
        return lives;
    }

    void run() throws Exception {
        start();
        for (int step = 0; step < STEPS; step++) {
            world.passTime();
            if (world.chance(10)) {
                armFault();
            }
            perform(this::step);
            server.awaitQuiet();
            if (world.chance(6)) {
                die();
            }
        }
        end();
    }

    /** Some operation of the disk from now on goes wrong. */
    private void armFault() {
        Fault fault = FAULTS[world.choose(FAULTS.length)];
        int others = world.choose(WITHIN);
        if (diskFails) {
            world.note("armed " + fault + " after " + others);
            world.storage().failAfterChanges(others, fault);
        }
    }

    private void perform(Step step) throws Exception {
        try {
            step.run();
        } catch (Death e) {
            die();
        } catch (IOException | MillraceException e) {
            if (!isDeath(e)) {
                throw e;
            }
            die();
        }
    }

    /** The machine has stopped, or the server would halt by itself because its journal is broken. */
    private static boolean isDeath(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("the machine has stopped")
                    || (cause instanceof MillraceException known && known.code() == ErrorCode.JOURNAL_BROKEN)) {
                return true;
            }
        }
        return false;
    }

    /** The process ends, with or without the power; the next one starts, and may die while it does. */
    private void die() throws Exception {
        server.cut();
        world.openGate();
        boolean power = world.chance(60);
        world.note(power ? "power is lost" : "killed");
        world.storage().crash();
        server.close();
        world.endLife(power);
        start();
    }

    private void start() throws Exception {
        for (int attempt = 0; ; attempt++) {
            lives++;
            if (attempt < MOST_STARTS && world.chance(25)) {
                armFault();
            }
            SimulatedServer next = null;
            int partitions = 1 + world.choose(MOST_PARTITIONS);
            try {
                next = new SimulatedServer(world, world.storage(), world.clock(), partitions, segmentBytes);
                server = next;
                world.note("started with batch " + server.batch());
                oracle.learn(server, world);
                server.awaitQuiet();
                return;
            } catch (IOException | MillraceException e) {
                if (!isStartBroken(e) && !isDeath(e)) {
                    throw e;
                }
                world.note("died while it started");
                if (next != null) {
                    world.storage().crash();
                    next.close();
                }
                world.endLife(world.chance(60));
            }
        }
    }

    private static boolean isStartBroken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("Input/output error")) {
                return true;
            }
        }
        return false;
    }

    private void step() throws Exception {
        int choice = world.choose(100);
        if (choice < 14) {
            create();
        } else if (choice < 19) {
            createTogether();
        } else if (choice < 24) {
            drop();
        } else if (choice < 55) {
            insert(1 + world.choose(3));
        } else if (choice < 65) {
            insertWhileTheDiskIsBusy();
        } else if (choice < 73) {
            feed();
        } else if (choice < 90) {
            deliver();
        } else if (choice < 97) {
            checkpoint();
        } else {
            oracle.compare(server, world);
        }
    }

    private void create() {
        definition(oracle.definitions()).ifPresent(definition -> {
            world.note("create " + definition.text());
            oracle.asked(definition);
            server.create(definition);
            oracle.created(definition);
        });
    }

    /** Something new, which may read some of what is there. */
    private Optional<Definition> definition(List<Definition> there) {
        Definition.Kind kind = Definition.Kind.values()[world.choose(Definition.Kind.values().length)];
        List<Definition> readable = there.stream().filter(one -> !one.isSink()).toList();
        boolean input = kind.compareTo(Definition.Kind.SOURCE) <= 0;
        String name = kind.name().toLowerCase(java.util.Locale.ROOT) + world.choose(2);
        boolean taken = oracle.isDefined(name)
                || there.stream().anyMatch(one -> one.name().equals(name));
        if (taken || (!input && readable.isEmpty())) {
            return Optional.empty();
        }
        String of = input ? "-" : readable.get(world.choose(readable.size())).name();
        return Optional.of(new Definition(kind, name, of));
    }

    /** Several definitions, rows, and perhaps something that goes: all of it at once. */
    private void createTogether() {
        List<Definition> gone = new ArrayList<>(leaves());
        gone.removeIf(definition -> definition.isSink() || world.chance(70)); // the end of a sink takes a while
        gone.subList(Math.min(1, gone.size()), gone.size()).clear();
        List<Definition> there = new ArrayList<>(oracle.definitions());
        there.removeAll(gone);
        List<Definition> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            definition(there).ifPresent(definition -> {
                made.add(definition);
                there.add(definition);
            });
        }
        if (made.isEmpty()) {
            return;
        }
        List<Definition> targets = targets(there);
        Together together = new Together(
                made, gone, targets.isEmpty() ? Optional.empty() : Optional.of(new Insert(targets).rows()));
        world.note("create together " + made + " without " + gone);
        oracle.asked(together);
        server.create(together);
        oracle.landed(together);
        gone.forEach(definition -> world.outside(definition.name()).clear());
    }

    private List<Definition> leaves() {
        return oracle.definitions().stream()
                .filter(one -> !one.isInput() && !oracle.isRead(one.name()))
                .toList();
    }

    private void drop() {
        List<Definition> leaves = leaves();
        if (!leaves.isEmpty()) {
            Definition dropped = leaves.get(world.choose(leaves.size()));
            world.note("drop " + dropped.name());
            oracle.asked(dropped);
            server.drop(dropped.name());
            oracle.dropped(dropped);
            world.outside(dropped.name()).clear();
        }
    }

    /** An INSERT that waits for its answer. */
    private final class Insert {

        private final String relation;
        private final long[][] rows;
        private Inbound.Parcel parcel;

        Insert(List<Definition> targets) {
            Definition target = targets.get(world.choose(targets.size()));
            relation = target.name();
            rows = new long[1 + world.choose(4)][];
            for (int row = 0; row < rows.length; row++) {
                lastValue++;
                rows[row] =
                        new long[] {target.kind() == Definition.Kind.TABLE ? lastValue : world.choose(5), lastValue};
            }
        }

        Together.Given rows() {
            return new Together.Given(relation, rows);
        }

        void begin() {
            parcel = server.insert(relation, rows);
        }

        void end() throws Death {
            SimulatedServer.await(parcel.committed()::isDone, "an INSERT is not answered");
            try {
                long batch = parcel.committed().join();
                world.note(rows.length + " rows into " + relation + " with batch " + batch);
                oracle.answered(relation, rows, batch);
            } catch (CompletionException e) {
                oracle.unanswered(relation, rows);
                if (!isDeath(e)) {
                    throw e;
                }
                world.note("no answer from " + relation);
                throw new Death(e);
            }
        }

        void giveUp() {
            oracle.unanswered(relation, rows);
        }
    }

    private static List<Definition> targets(List<Definition> there) {
        return there.stream()
                .filter(one -> one.isInput() && one.kind() != Definition.Kind.SOURCE)
                .toList();
    }

    private List<Insert> inserts(int count) {
        List<Definition> targets = targets(oracle.definitions());
        List<Insert> inserts = new ArrayList<>();
        for (int i = 0; i < count && !targets.isEmpty(); i++) {
            inserts.add(new Insert(targets));
        }
        return inserts;
    }

    /** Several INSERTs that one batch takes. */
    private void insert(int count) throws Exception {
        List<Insert> inserts = inserts(count);
        try {
            server.betweenBatches(() -> inserts.forEach(Insert::begin));
        } catch (MillraceException e) {
            inserts.forEach(Insert::giveUp);
            throw e;
        }
        finish(inserts);
    }

    private static void finish(List<Insert> inserts) throws Death {
        Death death = null;
        for (Insert insert : inserts) {
            try {
                insert.end();
            } catch (Death e) {
                death = e;
            }
        }
        if (death != null) {
            throw death;
        }
    }

    /** While a batch is on its way to the disk, others run; perhaps none of them arrives. */
    private void insertWhileTheDiskIsBusy() throws Exception {
        List<Insert> inserts = inserts(2);
        if (inserts.isEmpty()) {
            return;
        }
        long lsn = server.nextLsn();
        SimulatedServer asked = server;
        world.closeGate(() -> asked.nextLsn() > lsn);
        try {
            for (Insert insert : inserts) {
                insert.begin();
                if (insert == inserts.get(0)) {
                    SimulatedServer.await(
                            () -> server.nextLsn() > lsn || server.isBroken(), "the batch is not written");
                    server.awaitQuiet();
                }
            }
            world.note("the disk is busy");
        } finally {
            if (world.chance(20) && diskFails) {
                world.storage().crash();
            }
            world.openGate();
        }
        finish(inserts);
    }

    private void feed() {
        List<Definition> sources = oracle.definitions().stream()
                .filter(one -> one.kind() == Definition.Kind.SOURCE)
                .toList();
        if (sources.isEmpty()) {
            return;
        }
        Definition source = sources.get(world.choose(sources.size()));
        Feed feed = world.feed(source.name());
        feed.add(1 + world.choose(10));
        world.note(source.name() + " has " + feed.available());
        if (oracle.isRead(source.name())) {
            server.awaitAlive(() -> server.readTo(source.name()) == feed.available(), "the source is not read");
            server.betweenBatches(() -> {}); // what can be seen is handed to the sinks right after that
        }
    }

    private void deliver() throws Exception {
        List<Definition> sinks =
                oracle.definitions().stream().filter(Definition::isSink).toList();
        if (!sinks.isEmpty()) {
            Definition sink = sinks.get(world.choose(sinks.size()));
            Outside.Passage passage = world.chance(90)
                    ? Outside.Passage.THROUGH
                    : world.chance(50) ? Outside.Passage.LOST : Outside.Passage.UNANSWERED;
            boolean delivered = server.deliver(sink.name(), passage);
            world.note(passage + " to " + sink.name() + " " + delivered);
        }
    }

    private void checkpoint() throws Exception {
        world.note("checkpoint");
        try {
            server.checkpoint();
        } catch (IOException e) {
            if (isDeath(e)) {
                throw e;
            }
            world.note("no checkpoint: " + e.getMessage()); // those before it stay
        }
    }

    /** Everything arrives in the end. */
    private void end() throws Exception {
        world.storage().failAfterChanges(-1, Fault.ERROR);
        perform(() -> {
            oracle.compare(server, world);
            server.betweenBatches(() -> {}); // what can be seen is handed to the sinks right after that
        });
        for (Definition definition : oracle.definitions()) {
            if (definition.isSink()) {
                boolean more = true;
                while (more) {
                    more = server.deliver(definition.name(), Outside.Passage.THROUGH);
                }
                oracle.compareOutside(definition, world);
            }
        }
    }

    @Override
    public void close() {
        world.openGate();
        world.endLife(false);
        if (server != null) {
            server.close();
        }
    }
}
