package io.millrace.session.local;

import io.millrace.catalog.Right;
import io.millrace.catalog.Rights;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCache;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.GeneratedClasses;
import io.millrace.engine.codegen.java.JaninoClasses;
import io.millrace.engine.codegen.java.KeptClasses;
import io.millrace.engine.codegen.runtime.call.FunctionJars;
import io.millrace.engine.delivery.Backlog;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.JournaledHistory;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.lookup.Lookups;
import io.millrace.engine.memory.HeapWatch;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.planner.Planner;
import io.millrace.session.Holding;
import io.millrace.session.Principal;
import io.millrace.session.RecoveryProgress;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.session.audit.Audit;
import io.millrace.session.definition.Connectors;
import io.millrace.session.definition.Definitions;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.durable.DataFiles;
import io.millrace.session.durable.ServerRecovery;
import io.millrace.session.login.LogIns;
import io.millrace.session.measure.Measures;
import io.millrace.session.outside.GivenReach;
import io.millrace.session.outside.MasterKey;
import io.millrace.session.outside.OptionValues;
import io.millrace.session.running.Executions;
import io.millrace.session.statement.Plans;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.control.SettingStatements;
import io.millrace.session.system.AuditTable;
import io.millrace.session.system.InformationSchema;
import io.millrace.session.system.NodeTable;
import io.millrace.session.system.OpenSession;
import io.millrace.session.system.OutsideTables;
import io.millrace.session.system.PeopleTables;
import io.millrace.session.system.RelationTables;
import io.millrace.session.system.ServerMeasures;
import io.millrace.session.system.ServerTables;
import io.millrace.session.system.SinkTable;
import io.millrace.session.system.SystemTable;
import io.millrace.session.system.SystemTables;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL service of one process: engine, driver, planner and sessions. */
public final class LocalSqlService implements SqlService {

    private static final Logger log = LoggerFactory.getLogger(LocalSqlService.class);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    private static final ClassLoader LOADER = LocalSqlService.class.getClassLoader();

    private final Planner planner = new Planner();
    private final PlannedQueries planned = new PlannedQueries();
    private final Services services;
    private final LogIns logIns;
    private final ServerMeasures measures;
    private final ServerMemory memory;
    private final HeapWatch heapWatch;
    private final ExecutorService workers;
    private final ScheduledExecutorService housekeeping;
    private final ScheduledThreadPoolExecutor timeouts =
            new ScheduledThreadPoolExecutor(1, threads("millrace-timeout-"));
    private volatile Supplier<Optional<MillraceException>> journalFailure = Optional::empty;
    private final Map<String, LocalSession> sessions = new ConcurrentHashMap<>();

    private LocalSqlService(
            Settings settings,
            Clock clock,
            Path directory,
            GeneratedClasses classes,
            FunctionJars functionJars,
            MasterKey key) {
        this.workers = Executors.newCachedThreadPool(threads("millrace-reader-"));
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(threads("millrace-housekeeping-"));
        ClassCompiler compiler = new ClassCompiler(new ClassCache(classes));
        Lookups lookups = new Lookups();
        LocalEngine engine = new LocalEngine(settings.partitions(), new OperatorFactory(compiler, lookups));
        this.memory = new ServerMemory(settings.number(Setting.SERVER_MEMORY));
        this.heapWatch = HeapWatch.over(memory);
        Driver driver = new Driver(engine, driverSettings(settings), new ChainCompiler(compiler), clock, memory);
        Connectors connectors = Connectors.installed(GivenReach.of(settings, directory));
        Executions executions = new Executions(clock, settings.number(Setting.STATEMENTS_RUNNING), timer(), memory);
        AtomicReference<Definitions> definitions = new AtomicReference<>();
        List<SystemTable> tables = new ArrayList<>();
        tables.addAll(new RelationTables(definitions::get, driver).tables());
        tables.add(new SinkTable(definitions::get, driver).table());
        tables.add(new NodeTable(driver).table());
        tables.addAll(new ServerTables(
                        executions, this::openSessions, connectors, driver, this::takenCheckpoints, definitions::get)
                .tables());
        tables.addAll(new InformationSchema(definitions::get).tables());
        tables.addAll(new PeopleTables(definitions::get).tables());
        tables.addAll(new OutsideTables(definitions::get).tables());
        Audit audit = new Audit(clock);
        tables.add(new AuditTable(audit).table());
        SystemTables system = new SystemTables(tables);
        definitions.set(new Definitions(system.relations()));
        this.services = new Services(
                driver,
                new Plans(planner, workers),
                definitions.get(),
                connectors,
                new OptionValues(
                        key,
                        settings.text(Setting.SECRETS_UNREADABLE).equals("empty"),
                        () -> definitions.get().catalog()),
                lookups,
                executions,
                system,
                settings,
                directory,
                clock,
                workers,
                new Checkpoints(driver, definitions.get(), clock, engine::partitions),
                functionJars,
                audit);
        this.logIns = new LogIns(() -> services.definitions().catalog().people(), clock, audit);
        this.measures = new ServerMeasures(driver, executions, sessions::size, memory, services.checkpoints());
        driver.start();
        housekeeping.scheduleWithFixedDelay(
                this::keepHouse, HOUSEKEEPING.toMillis(), HOUSEKEEPING.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts the service; relative paths in options resolve against the working directory. */
    public static LocalSqlService create(Settings settings, Clock clock) {
        return create(settings, clock, Path.of("").toAbsolutePath());
    }

    /**
     * Starts the service.
     *
     * @param directory against which relative paths in options resolve
     */
    public static LocalSqlService create(Settings settings, Clock clock, Path directory) {
        FunctionJars functions = functionJars(settings, directory);
        return new LocalSqlService(
                settings, clock, directory, new JaninoClasses(functions), functions, MasterKey.passing());
    }

    /**
     * Starts a service that keeps the classes that it compiles.
     *
     * @param directory against which relative paths in options resolve
     * @param classes the directory of those
     */
    public static LocalSqlService create(Settings settings, Clock clock, Path directory, Path classes) {
        FunctionJars functions = functionJars(settings, directory);
        GeneratedClasses kept = KeptClasses.in(classes, new JaninoClasses(functions), functions);
        MasterKey key = MasterKey.of(
                Path.of(settings.text(Setting.DATA_DIR)).toAbsolutePath(),
                Optional.ofNullable(System.getenv(MasterKey.VARIABLE)));
        return new LocalSqlService(settings, clock, directory, kept, functions, key);
    }

    private static FunctionJars functionJars(Settings settings, Path directory) {
        String path = settings.text(Setting.FUNCTIONS_PATH);
        return path.equals(Setting.FUNCTIONS_PATH.defaultValue())
                ? FunctionJars.none(LOADER)
                : FunctionJars.in(directory.resolve(path), LOADER);
    }

    /**
     * Puts the service back to where its files say that it was; from then on all that happens is written there, and the service has all
     * of it again after the next start. To be called before any session is opened.
     *
     * @return whether anything was defined
     * @throws MillraceException what cannot be done again
     */
    public boolean recover(DataFiles files, RecoveryProgress progress) {
        Settings settings = services.initial();
        OptionalInt partitions =
                settings.isGiven(Setting.PARTITIONS) ? OptionalInt.of(settings.partitions()) : OptionalInt.empty();
        JournaledHistory history = new ServerRecovery(this::define, services.driver(), services.definitions())
                .run(files, progress, partitions);
        services.checkpoints().begin(files, history);
        journalFailure = files.journal()::failure;
        Definitions.Version version = services.definitions().current();
        return !version.texts().isEmpty()
                || !version.catalog().people().persons().isEmpty();
    }

    /** Executes a definition again. */
    void define(DefinitionText definition) {
        Map<String, String> settings = new HashMap<>(definition.settings());
        settings.put(Setting.STATEMENT_TIMEOUT.key(), "0 ms"); // it was made once, however long that takes now
        settings.put(Setting.STATEMENT_MEMORY.key(), "100 %");
        try (LocalSession session = open(Principal.again(definition.user()), settings)) {
            session.define(definition);
        }
    }

    /** For tests that define again what is defined. */
    Definitions definitions() {
        return services.definitions();
    }

    /** What runs the batches; for tests that stop and restore it. */
    Driver driver() {
        return services.driver();
    }

    /**
     * Plans a few queries that nobody asked for, so that the first statements need not wait for Java; returns at once. Needs no server: it can go on
     * while one is made.
     */
    public static CompletableFuture<Void> warmUp() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        new Planner().warmUp();
                    } catch (RuntimeException e) {
                        log.warn("the planner could not be warmed up", e);
                    }
                },
                task -> threads("millrace-warm-up-").newThread(task).start());
    }

    private ScheduledExecutorService timer() {
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static DriverSettings driverSettings(Settings settings) {
        return new DriverSettings(
                settings.duration(Setting.BATCH_INTERVAL),
                settings.number(Setting.BATCH_ROWS),
                settings.number(Setting.BATCH_BYTES),
                settings.number(Setting.STREAM_RETENTION),
                settings.number(Setting.QUERY_MEMORY),
                new Backlog(settings.number(Setting.SINK_BACKLOG), settings.number(Setting.SINK_BACKLOG_BATCHES)));
    }

    private List<Checkpoints.Taken> takenCheckpoints() {
        return services.checkpoints().taken();
    }

    private Collection<OpenSession> openSessions() {
        return sessions.values().stream().map(LocalSession::facts).toList();
    }

    @Override
    public LocalSession open(Principal principal, Map<String, String> properties) {
        Settings own = services.initial();
        Rights rights = principal.rights(services.definitions().catalog().people());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            own = SettingStatements.changed(own, property.getKey(), property.getValue(), rights);
        }
        own = SettingStatements.checked(
                services.initial(), own, principal.seen(services.definitions().catalog()));
        OpenSession facts = new OpenSession(
                UUID.randomUUID().toString(), principal, services.clock().millis());
        LocalSession session =
                new LocalSession(facts, services, planned, memory, own, closed -> sessions.remove(closed.id()));
        sessions.put(session.id(), session);
        return session;
    }

    @Override
    public boolean isOpen() {
        return logIns.isOpen();
    }

    @Override
    public Principal logIn(String name, String password, String address) {
        return logIns.logIn(name, password, address);
    }

    @Override
    public Principal vouched(String name, String address) {
        return logIns.vouched(name, address);
    }

    @Override
    public Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public Holding holding() {
        return new PassingMemory(memory);
    }

    @Override
    public Measures measures(Principal principal) {
        if (!principal.rights(services.definitions().catalog().people()).may(Right.MONITOR)) {
            services.audit().add(principal, "METRICS", Audit.Outcome.DENIED, "");
            throw new MillraceException(
                    ErrorCode.ACCESS_DENIED, "the metrics need the privilege MONITOR on the server");
        }
        return measures.now();
    }

    @Override
    public Optional<MillraceException> problem() {
        return journalFailure.get();
    }

    @Override
    public String version() {
        return Optional.ofNullable(LocalSqlService.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }

    /** Keeps the housekeeping going: its executor would drop a task that throws. */
    private void keepHouse() {
        try {
            expire();
        } catch (RuntimeException e) {
            log.error("cannot close what clients have left behind", e);
        }
    }

    /** Closes what clients have left behind. */
    void expire() {
        services.executions().expire(services.initial().duration(Setting.CURSOR_LEASE));
        long since = services.clock().millis()
                - services.initial().duration(Setting.SESSION_LEASE).toMillis();
        sessions.values().stream()
                .filter(session -> session.lastUse() < since)
                .filter(session -> services.executions().all().stream()
                        .noneMatch(execution -> execution.session().equals(session.id())))
                .forEach(LocalSession::close);
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        timeouts.shutdownNow();
        heapWatch.close();
        MillraceException stopping = new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping");
        services.executions().all().forEach(execution -> execution.cancel(stopping));
        sessions.values().forEach(LocalSession::close);
        services.checkpoints().close();
        services.driver().close();
        workers.shutdownNow();
    }
}
