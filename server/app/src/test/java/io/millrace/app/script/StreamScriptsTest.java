package io.millrace.app.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script under configurations of one server, each time on a server of its own; every other one also over four partitions. */
class StreamScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> everyScriptGivesTheSameResultsUnderEveryConfiguration() throws IOException {
        return new Scripts(temporary).under(Configuration.PLAIN, Configuration.ONE_ROW_BATCHES);
    }

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheSameResultsOverFourPartitions() throws IOException {
        return new Scripts(temporary).half(0, Configuration.FOUR_PARTITIONS);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicNode> otherScriptsGiveTheSameResultsOverFourPartitions() throws IOException {
        return new Scripts(temporary).half(1, Configuration.FOUR_PARTITIONS);
    }
}
