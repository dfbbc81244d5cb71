package io.millrace.app.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs those scripts that are not run over four partitions, with {@code -Pslow} all, on servers that are stopped and started again between its directives. */
class RestartedScriptsTest {

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicNode> scriptsGiveTheSameResultsOverRestarts() throws IOException {
        return new Scripts(temporary).half(1, Configuration.RESTARTS);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicNode> otherScriptsGiveTheSameResultsOverRestarts() throws IOException {
        return new Scripts(temporary).half(0, Configuration.RESTARTS);
    }
}
