package io.millrace.app.script;

import io.millrace.app.script.Scripts.Half;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script under every configuration of one server, each time on a server of its own. */
class StreamScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> everyScriptGivesTheSameResultsUnderEveryConfiguration() throws IOException {
        return new Scripts(temporary).under(Configuration.PLAIN, Configuration.ONE_ROW_BATCHES);
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
