package io.millrace.connector.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlackholeSinkTest {

    @Test
    void rowsAreCountedByWeight() {
        try (BlackholeSink sink = new BlackholeSink()) {
            assertThat(sink.lastCommitted()).isZero();
            sink.deliver(1, 7, List.of(new Page(3, new Column[0], null), new Page(2, new Column[0], new long[] {2, -1
            })));
            assertThat(sink.inserted()).isEqualTo(5);
            assertThat(sink.deleted()).isEqualTo(1);
            assertThat(sink.lastCommitted()).isEqualTo(7);
        }
    }
}
