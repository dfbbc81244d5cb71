package io.millrace.spi.data.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesColumnBuilderTest {

    private static final byte[] INPUT = "one two three".getBytes(StandardCharsets.UTF_8);

    private final BytesColumnBuilder builder = new BytesColumnBuilder();

    private static List<String> texts(Column column) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            texts.add(column.isNull(row) ? null : ((BytesColumn) column).text(row));
        }
        return texts;
    }

    @Test
    void slicesOfOneArrayAreNotCopied() {
        builder.appendNull();
        builder.appendSlice(INPUT, 4, 3);
        builder.appendSlice(INPUT, 0, 3);
        BytesColumn column = (BytesColumn) builder.build();
        assertThat(column.data()).isSameAs(INPUT);
        assertThat(texts(column)).containsExactly(null, "two", "one");
    }

    @Test
    void slicesOfSeveralArraysAreCopied() {
        builder.appendSlice(INPUT, 8, 5);
        builder.appendSlice(INPUT.clone(), 4, 3);
        builder.append("four");
        builder.appendSlice(INPUT, 0, 3);
        assertThat(texts(builder.build())).containsExactly("three", "two", "four", "one");
    }

    @Test
    void viewKeepsItsSlicesWhenLaterOnesAreCopied() {
        builder.appendSlice(INPUT, 8, 5);
        builder.appendSlice(INPUT, 4, 3);
        Column view = builder.peek();
        builder.append("four");
        assertThat(texts(view)).containsExactly("three", "two");
        assertThat(texts(builder.build())).containsExactly("three", "two", "four");
    }

    @Test
    void truncatedSlicesMakeRoomForThoseOfAnotherArray() {
        byte[] other = "four".getBytes(StandardCharsets.UTF_8);
        builder.appendSlice(INPUT, 0, 3);
        builder.truncate(0);
        builder.appendSlice(other, 0, 4);
        BytesColumn column = (BytesColumn) builder.build();
        assertThat(column.data()).isSameAs(other);
        assertThat(texts(column)).containsExactly("four");
    }

    @Test
    void builderIsEmptyAfterBuilding() {
        builder.appendSlice(INPUT, 0, 3);
        builder.build();
        builder.append("x");
        assertThat(texts(builder.build())).containsExactly("x");
    }
}
