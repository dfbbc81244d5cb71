import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plants bugs of durability and of the planner one by one, and tells which tests notice them: {@code java .ci/PlantedBugs.java [part of a name]}, from the root of the project. Works on a copy
 * of the sources; ends with code 1 when a bug is noticed by no test. What is planted names its place by its text: when that has changed, the bug has to be written anew. {@code --places} only
 * looks whether all places are there, which takes a second.
 */
public final class PlantedBugs {

    private static final String ENGINE = "server/engine/src/main/java/io/millrace/";
    private static final String JOURNAL = ENGINE + "journal/";
    private static final String CORE = "server/core/src/main/java/io/millrace/";
    private static final String FILES = "connectors/files/src/main/java/io/millrace/connector/files/output/";
    private static final String JDBC = "connectors/jdbc/src/main/java/io/millrace/connector/jdbc/";

    /**
     * One bug.
     *
     * @param tests of the module that contains them, as Surefire takes them
     */
    private record Bug(String name, String file, String right, String wrong, String module, String tests) {}

    private static Bug journal(String name, String file, String right, String wrong, String tests) {
        return new Bug(name, JOURNAL + file, right, wrong, "server/engine", tests);
    }

    /** Of the planner: random queries notice them. */
    private static Bug planner(String name, String file, String right, String wrong) {
        return new Bug(
                "planner: " + name,
                CORE + "planner/" + file,
                right,
                wrong,
                "server/app",
                "RandomQueriesTest");
    }

    private static final List<Bug> BUGS = List.of(
            journal(
                    "fsync is left out",
                    "CommitThread.java",
                    "        segment.force();\n",
                    "",
                    "StorageFaultsTest"),
            journal(
                    "acknowledged before the fsync",
                    "CommitThread.java",
                    "        if (work.force()) {\n            force();\n        }\n        appends.done(work);\n",
                    "        appends.done(work);\n        if (work.force()) {\n            force();\n        }\n",
                    "StorageFaultsTest"),
            journal(
                    "goes on after a failed fsync",
                    "CommitThread.java",
                    "        segment.force();\n",
                    "        try {\n            segment.force();\n        } catch (IOException e) {\n            LOG.warn(\"again\", e);\n        }\n",
                    "StorageFaultsTest"),
            journal(
                    "epoch of another server is ignored",
                    "CommitThread.java",
                    "if (epoch != identity.epoch()) {",
                    "if (epoch < 0) {",
                    "JournalTest,StorageFaultsTest"),
            journal(
                    "checksum of a record is ignored",
                    "SegmentScan.java",
                    "return view.getInt(head + checked) == format.checksum(window, head, checked);",
                    "return format.checksum(window, head, checked) != 0 || checked > 0;",
                    "DamagedJournalTest,StorageFaultsTest"),
            journal(
                    "damage before durable records is taken for a torn tail",
                    "SegmentScan.java",
                    "                    && whole()) {\n                return true;",
                    "                    && whole()) {\n                return false;",
                    "DamagedJournalTest"),
            journal(
                    "records of a failed fsync are not written once more",
                    "Opening.java",
                    "                file.write(chunk.flip(), at);\n",
                    "",
                    "StorageFaultsTest"),
            journal(
                    "name of a new segment is not forced",
                    "ActiveSegment.java",
                    "            storage.forceDirectory(files.directory());\n",
                    "",
                    "StorageFaultsTest"),
            journal(
                    "head of a new segment is not forced",
                    "ActiveSegment.java",
                    "            file.force();\n            storage.rename(unfinished, path);\n",
                    "            storage.rename(unfinished, path);\n",
                    "StorageFaultsTest"),
            journal(
                    "files of a checkpoint are not forced",
                    "checkpoint/CheckpointFiles.java",
                    "            file.force();\n",
                    "",
                    "CheckpointFaultsTest"),
            journal(
                    "damaged file of a checkpoint is used",
                    "checkpoint/CheckpointFiles.java",
                    "return ContentInput.isWhole(stored, file);",
                    "return stored.size() >= 0;",
                    "CheckpointFaultsTest,CheckpointStoreTest"),
            new Bug(
                    "block that changes while it is written",
                    ENGINE + "engine/state/cell/Cells.java",
                    "        Arrays.fill(writable, 0, count, null);\n        return new Cut",
                    "        return new Cut",
                    "server/engine",
                    "CheckpointedRowsTest,AggregateOperatorTest,JoinOperatorTest"),
            new Bug(
                    "state of an aborted batch stays",
                    ENGINE + "engine/local/LocalQuery.java",
                    "            partitions.forEach(PartitionRun::abort);\n",
                    "",
                    "server/engine",
                    "DriverTest"),
            new Bug(
                    "batch is published before it is in the journal",
                    ENGINE + "engine/driver/batch/Unseen.java",
                    "            return history.get().isSettled(mark);\n",
                    "            return history.get().isSettled(mark) || mark > 0;\n",
                    "server/engine",
                    "UnseenBatchTest,SimulationTest"),
            new Bug(
                    "rows that another batch gives than before are not noticed",
                    ENGINE + "engine/driver/batch/BatchReplay.java",
                    "if (!after.hasRowsOf(before)) {",
                    "if (before.rows() < 0) {",
                    "server/app",
                    "ChangedFilesTest"),
            new Bug(
                    "rows for sinks do not come again",
                    ENGINE + "engine/driver/Replay.java",
                    "        forSinks.forEach(this::give);\n",
                    "",
                    "server/engine",
                    "SimulationTest"),
            new Bug(
                    "rows for sinks come again under other numbers",
                    ENGINE + "engine/driver/batch/BatchReplay.java",
                    "new OutboxRows(number, typed)",
                    "new OutboxRows(number + 1, typed)",
                    "server/engine",
                    "SimulationTest"),
            new Bug(
                    "record before the checkpoint is done twice",
                    CORE + "session/durable/ServerRecovery.java",
                    "journal.read(first)",
                    "journal.read(Math.max(FIRST, first - 1))",
                    "server/app",
                    "RestartTest,RestartedScriptsTest"),
            new Bug(
                    "first record after the checkpoint is left out",
                    CORE + "session/durable/ServerRecovery.java",
                    "journal.read(first)",
                    "journal.read(Math.min(journal.nextLsn(), first + 1))",
                    "server/app",
                    "RestartTest,RestartedScriptsTest"),
            new Bug(
                    "failures of queries are not written down",
                    ENGINE + "engine/driver/batch/Chronicle.java",
                    "            history.failed(query.name(), QueryFailure.lasting(failure));\n",
                    "",
                    "server/app",
                    "RestartTest"),
            new Bug(
                    "marker in the database is ignored",
                    JDBC + "JdbcSink.java",
                    "if (marker.advance(connection, epoch, batch)) {",
                    "if (marker.advance(connection, epoch, batch) || batch > 0) {",
                    "connectors/jdbc",
                    "JdbcSinkTest,PostgresSinkConformanceTest"),
            new Bug(
                    "rows and marker in two transactions",
                    JDBC + "JdbcSink.java",
                    "                writer(connection).write(connection, rows);\n",
                    "                connection.commit();\n                writer(connection).write(connection, rows);\n",
                    "connectors/jdbc",
                    "JdbcSinkTest,PostgresSinkConformanceTest"),
            new Bug(
                    "batch that the files have is written again",
                    FILES + "FilesSink.java",
                    "        if (batch <= manifest.batch()) {\n            return;\n        }\n",
                    "",
                    "connectors/files",
                    "*Sink*Test,*Output*Test"),
            new Bug(
                    "files of a sink are not forced",
                    FILES + "DurableFiles.java",
                    "        step(\"fsync\", file);\n        force(channel, file);\n",
                    "",
                    "connectors/files",
                    "FilesSinkCrashTest"),
            planner(
                    "nulls do not meet in keys",
                    "unnest/Keys.java",
                    "            return nullsToo\n                    ? algebra.same(outer, column)",
                    "            return nullsToo && column == null\n                    ? algebra.same(outer, column)"),
            planner(
                    "null on the left of IN is no match",
                    "unnest/Quantifiers.java",
                    "                    algebra.isNull(value(left)),\n",
                    "                    rex.makeLiteral(false),\n"),
            planner(
                    "nulls among the values of IN are no match",
                    "unnest/Quantifiers.java",
                    "                    rex.makeCall(SqlStdOperatorTable.LESS_THAN, notNull, count));",
                    "                    rex.makeCall(SqlStdOperatorTable.LESS_THAN, count, notNull));"),
            planner(
                    "SOME of smaller ones compares with the least",
                    "unnest/Quantifiers.java",
                    "case LESS_THAN, LESS_THAN_OR_EQUAL -> List.of(SqlStdOperatorTable.MAX);",
                    "case LESS_THAN, LESS_THAN_OR_EQUAL -> List.of(SqlStdOperatorTable.MIN);"),
            planner(
                    "count of no rows is null",
                    "unnest/Groupings.java",
                    "                        algebra.isNull(found), zero, algebra.rex().makeAbstractCast(call.getType(), found, false));",
                    "                        algebra.isNull(zero), zero, algebra.rex().makeAbstractCast(call.getType(), found, false));"),
            planner(
                    "OFFSET takes from LIMIT",
                    "unnest/Limits.java",
                    "SqlStdOperatorTable.LESS_THAN_OR_EQUAL, offset + count)",
                    "SqlStdOperatorTable.LESS_THAN_OR_EQUAL, count)"),
            planner(
                    "OVER runs over the rows of all outer rows",
                    "unnest/Projections.java",
                    "                                plus(window.partitionKeys, keys),",
                    "                                plus(window.partitionKeys, keys.subList(0, 0)),"),
            planner(
                    "set operations keep rows that nothing equals",
                    "unnest/SetOperations.java",
                    "                present.add(algebra.isNotNull(key.inner()));\n",
                    ""),
            planner(
                    "values are there without an inner row",
                    "unnest/Attachment.java",
                    "outputs.addAll(ofInner ? List.of(output) : guarded(present, List.of(output)));",
                    "outputs.addAll(ofInner || present != null ? List.of(output) : List.of());"),
            planner(
                    "EXISTS gives a row for each inner row",
                    "unnest/Attachment.java",
                    "RelNode distinct = algebra.distinct(algebra.project(rows.rel(), columns), columns.size());",
                    "RelNode distinct = algebra.project(rows.rel(), columns);"),
            planner(
                    "domain loses nulls",
                    "unnest/Binding.java",
                    "            same.add(algebra.same(column.access(), value));",
                    "            same.add(algebra.rex()\n                    .makeCall(org.apache.calcite.sql.fun.SqlStdOperatorTable.EQUALS, column.access(), value));"),
            planner(
                    "domain has a row for each outer row",
                    "unnest/Binding.java",
                    "        return algebra.distinct(projected, values.size());",
                    "        return projected;"),
            planner(
                    "conditions move below the group of all rows",
                    "rules/normalization/Normalization.java",
                    ".predicate(found -> found.getGroupSets().stream().noneMatch(ImmutableBitSet::isEmpty))",
                    ".predicate(found -> found.getGroupSets().stream().noneMatch(set -> set == null))"),
            planner(
                    "outer columns of groups are those before grouping",
                    "match/OuterReferences.java",
                    "marked ? groups.get().places().get(field) : Integer.valueOf(field)",
                    "Integer.valueOf(field)"),
            planner(
                    "CASE that depends on another is simplified",
                    "rules/normalization/Simplification.java",
                    " && !choosesTwice(expression)",
                    " || choosesTwice(expression)"),
            planner(
                    "full join under a sub-query meets nulls not",
                    "unnest/Joins.java",
                    "            conditions.add(algebra.same(one, other));",
                    "            conditions.add(algebra.rex()\n                    .makeCall(org.apache.calcite.sql.fun.SqlStdOperatorTable.EQUALS, one, other));"));

    private PlantedBugs() {}

    public static void main(String[] wanted) throws Exception {
        if (List.of(wanted).contains("--places")) {
            System.exit(placesAreThere() ? 0 : 1);
        }
        Path copy = Files.createTempDirectory("planted");
        copySources(Path.of("").toAbsolutePath(), copy);
        List<String> unnoticed = new ArrayList<>();
        for (Bug bug : BUGS) {
            if (wanted.length == 0 || bug.name().contains(wanted[0])) {
                String outcome = outcome(bug, copy);
                System.out.printf("%-60s %s%n", bug.name(), outcome);
                if (!outcome.startsWith("noticed")) {
                    unnoticed.add(bug.name());
                }
            }
        }
        delete(copy);
        System.exit(unnoticed.isEmpty() ? 0 : 1);
    }

    private static boolean placesAreThere() throws IOException {
        boolean there = true;
        for (Bug bug : BUGS) {
            if (!Files.readString(Path.of(bug.file())).contains(bug.right())) {
                System.out.println(bug.name() + ": its place in " + bug.file() + " has changed");
                there = false;
            }
        }
        return there;
    }

    private static String outcome(Bug bug, Path copy) throws Exception {
        Path file = copy.resolve(bug.file());
        String right = Files.readString(file);
        int at = right.indexOf(bug.right());
        if (at < 0) {
            return "CANNOT BE PLANTED: its place has changed";
        }
        Files.writeString(file, right.substring(0, at) + bug.wrong() + right.substring(at + bug.right().length()));
        Path log = copy.resolve("planted.log");
        Process maven = new ProcessBuilder(
                        "mvn",
                        "--batch-mode",
                        "-Dquick",
                        "-pl",
                        bug.module(),
                        "-am",
                        "test",
                        "-Dtest=" + bug.tests(),
                        "-Dsurefire.failIfNoSpecifiedTests=false")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = maven.waitFor();
        Files.writeString(file, right);
        List<String> failed = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("[ERROR] Tests run:") && line.contains(" -- in "))
                .map(line -> line.substring(line.lastIndexOf('.') + 1))
                .toList();
        if (code == 0) {
            return "NOT NOTICED";
        }
        return failed.isEmpty() ? "DOES NOT COMPILE: " + Files.readString(log) : "noticed by " + String.join(", ", failed);
    }

    private static void copySources(Path from, Path to) throws IOException, InterruptedException {
        Process list = new ProcessBuilder("git", "ls-files", "-z").directory(from.toFile()).start();
        String[] files = new String(list.getInputStream().readAllBytes()).split("\0", -1);
        for (String file : files) {
            if (!file.isEmpty() && Files.isRegularFile(from.resolve(file))) {
                Files.createDirectories(to.resolve(file).getParent());
                Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        list.waitFor();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((left, right) -> right.compareTo(left)).toList()) {
                Files.delete(file);
            }
        }
    }
}
