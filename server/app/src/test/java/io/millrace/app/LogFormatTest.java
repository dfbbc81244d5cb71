package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the files of the distribution make of the log. */
class LogFormatTest {

    private static List<String> logged(String file) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(new File("src/main/dist/conf/" + file));
            context.getLogger("io.millrace.test").info("not this");
            context.getLogger("io.millrace.test").warn("two\nlines of {}", "text", new IllegalStateException("why"));
        } finally {
            context.stop();
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachEventIsAnObjectOnALine() throws Exception {
        List<String> lines = logged("logback-json.xml");
        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines.get(0));
        assertThat(event.path("level").asText()).isEqualTo("WARN");
        assertThat(event.path("loggerName").asText()).isEqualTo("io.millrace.test");
        assertThat(event.path("formattedMessage").asText()).isEqualTo("two\nlines of text");
        assertThat(event.path("timestamp").asLong()).isGreaterThan(1_600_000_000_000L);
        assertThat(event.path("throwable").path("message").asText()).isEqualTo("why");
        assertThat(event.path("threadName").asText()).isNotEmpty();
    }

    @Test
    void textNamesTimeLevelAndLogger() throws Exception {
        assertThat(logged("logback.xml").get(0)).matches("\\d{4}-\\d\\d-\\d\\d .* WARN  io.millrace.test - two");
    }
}
