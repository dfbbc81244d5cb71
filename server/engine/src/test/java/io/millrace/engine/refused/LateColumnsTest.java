package io.millrace.engine.refused;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LateColumnsTest {

    private static RowType columns(Field... fields) {
        return RowType.of(fields);
    }

    private static List<String> streamColumns(LateColumns late) {
        return late.rowType().fields().stream()
                .limit(late.streamColumns())
                .map(Field::name)
                .toList();
    }

    @Test
    void streamsShareColumnsOfEqualNameAndType() {
        LateColumns late = new LateColumns(new TreeMap<>(Map.of(
                "a", columns(new Field("ts", Type.TIMESTAMP, false), new Field("k", Type.BIGINT, true)),
                "b", columns(new Field("k", Type.VARCHAR, true), new Field("ts", Type.TIMESTAMP, true)))));
        assertThat(streamColumns(late)).containsExactly("ts", "k", "b_k");
        assertThat(late.of("a")).containsExactly(0, 1);
        assertThat(late.of("b")).containsExactly(2, 0);
        assertThat(late.of("c")).isNull();
    }

    @Test
    void namesOfTheLatenessAreTaken() {
        LateColumns late =
                new LateColumns(new TreeMap<>(Map.of("s", columns(new Field("_reason", Type.VARCHAR, true)))));
        assertThat(streamColumns(late)).containsExactly("s__reason");
    }
}
