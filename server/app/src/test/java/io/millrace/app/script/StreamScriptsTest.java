package io.millrace.app.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script under every configuration of one server, each time on a server of its own. */
class StreamScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> everyScriptGivesTheSameResultsUnderEveryConfiguration() throws IOException {
        return new Scripts(temporary)
                .under(Configuration.PLAIN, Configuration.ONE_ROW_BATCHES, Configuration.FOUR_PARTITIONS);
    }
}
