package io.millrace.app.script;

import io.millrace.app.script.Scripts.Half;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs scripts on servers that are stopped and started again between their directives: half of them always, the others with the slow suites. */
class RestartedScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheSameResultsOverRestarts() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.RESTARTS, Half.FIRST);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicNode> otherScriptsGiveTheSameResultsOverRestarts() throws IOException {
        return new Scripts(temporary).halfUnder(Configuration.RESTARTS, Half.SECOND);
    }
}
