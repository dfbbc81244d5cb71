package io.millrace.connector.testkit.changes;

import io.millrace.connector.testkit.LookupConformance;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class ChangesLookupTest extends LookupConformance {

    @TempDir
    private Path directory;

    @Override
    protected LookupSource open() throws Exception {
        Files.writeString(directory.resolve("lines"), "+ 1 a\n+ 2 b\n- 1 a\n+ 1 c\n+ 3 d\n+ 3 e\n");
        ChangesConnector connector = new ChangesConnector();
        return connector.openLookup(new LookupDefinition(
                "t",
                List.of(
                        new SourceColumn(new Field("id", Type.BIGINT, false), Optional.empty()),
                        new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty())),
                List.of(0),
                Options.check("connector 'changes'", connector.options(), Map.of("path", "lines")),
                directory,
                Clock.systemUTC()));
    }

    @Override
    protected Page keys() {
        return Page.of(5, List.of(new LongColumn(5, new long[] {3, 1, 0, 9, 3}, new long[] {0b100})));
    }

    @Override
    protected List<List<String>> found() {
        return List.of(List.of("3|d", "3|e"), List.of("1|c"), List.of(), List.of(), List.of("3|d", "3|e"));
    }

    @Override
    protected int columnCount() {
        return 2;
    }
}
