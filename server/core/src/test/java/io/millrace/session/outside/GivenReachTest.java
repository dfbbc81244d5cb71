package io.millrace.session.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.spi.connector.reach.FileReach;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which files the settings of a server open to statements. */
class GivenReachTest {

    private static FileReach files(List<String> settings, String directory) {
        return GivenReach.of(Settings.parse(settings), Path.of(directory)).files();
    }

    @Test
    void serverThatWasStartedAtTheRootOpensNotAll() {
        FileReach reach = files(List.of(), "/");
        assertThat(reach.roots()).containsExactly(System.getProperty("java.io.tmpdir"));
        assertThat(reach.refusal(Path.of("/etc/passwd"))).isPresent();
        assertThat(files(List.of("files.roots=/"), "/").refusal(Path.of("/etc/passwd")))
                .isEmpty();
    }

    @Test
    void whatIsTheMachineItselfIsClosedAlways() {
        FileReach reach = files(List.of("files.roots=any"), "/");
        assertThat(reach.refusal(Path.of("/etc/passwd"))).isEmpty();
        assertThat(reach.refusal(Path.of("/proc/1/environ"))).isPresent();
        assertThat(reach.refusal(Path.of("/sys/kernel"))).isPresent();
        assertThat(reach.refusal(Path.of("/dev/null"))).isPresent();
    }
}
