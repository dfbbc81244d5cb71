package io.millrace.app.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script on servers that are stopped and started again between its directives. */
class RestartedScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> everyScriptGivesTheSameResultsOverRestarts() throws IOException {
        return new Scripts(temporary).under(Configuration.RESTARTS);
    }
}
