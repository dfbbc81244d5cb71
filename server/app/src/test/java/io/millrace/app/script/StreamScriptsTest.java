package io.millrace.app.script;

import io.millrace.app.script.Scripts.Half;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script on a server of its own, and half of them under each other configuration; the slow suites run the other half, too. */
class StreamScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> everyScriptGivesItsResults() throws IOException {
        return new Scripts(temporary).under(Configuration.PLAIN);
    }

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheSameResultsInBatchesOfOneRow() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.ONE_ROW_BATCHES, Half.SECOND);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicNode> otherScriptsGiveTheSameResultsInBatchesOfOneRow() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.ONE_ROW_BATCHES, Half.FIRST);
    }

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheSameResultsOnFourPartitions() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.FOUR_PARTITIONS, Half.SECOND);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicNode> otherScriptsGiveTheSameResultsOnFourPartitions() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.FOUR_PARTITIONS, Half.FIRST);
    }
}
