package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused before any database is asked. */
class ReadingOptionsTest {

    @Test
    void queryOfADatabaseWithinTheServerIsRefusedSinceItCouldReadItsFiles() {
        Map<String, String> reading = Map.of("query", "SELECT FILE_READ('/etc/passwd', 'UTF-8') AS name");
        assertThatThrownBy(() -> SourceFixture.h2(SourceFixture.idAndName(), reading))
                .hasMessageContaining("not taken for a database within the server");
        assertThatThrownBy(() -> SourceFixture.lookup(SourceFixture.H2, SourceFixture.idAndName(), 1, reading))
                .hasMessageContaining("not taken for a database within the server");
    }

    @Test
    void numbersHaveBounds() {
        assertThatThrownBy(() -> SourceFixture.h2(SourceFixture.idAndName(), Map.of("table", "t", "splits", "0")))
                .hasMessage("option 'splits' is '0', but must be between 1 and 64");
        assertThatThrownBy(() -> SourceFixture.h2(SourceFixture.idAndName(), Map.of("table", "t", "fetch.size", "-1")))
                .hasMessageContaining("option 'fetch.size'");
    }
}
