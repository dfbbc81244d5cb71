package io.millrace.connector.files;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Opens file sources and reads what they have. */
final class FilesFixture {

    static final Admission ALL = new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 1);
    static final List<SourceColumn> ID_AND_NAME = List.of(column("id", Type.BIGINT), column("name", Type.VARCHAR));

    private FilesFixture() {}

    static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    static SourceColumn metadata(String name, Type type, String key) {
        return new SourceColumn(new Field(name, type, true), Optional.of(key));
    }

    static ReplayableSource json(List<SourceColumn> columns, Path directory, Map<String, String> options) {
        return open(new JsonFormat(), Map.of(), columns, directory, options, Clock.systemUTC());
    }

    static ReplayableSource csv(
            List<SourceColumn> columns,
            Path directory,
            Map<String, String> options,
            Map<String, String> formatOptions) {
        return open(new CsvFormat(), formatOptions, columns, directory, options, Clock.systemUTC());
    }

    static ReplayableSource open(
            Format format,
            Map<String, String> formatOptions,
            List<SourceColumn> columns,
            Path directory,
            Map<String, String> options,
            Clock clock) {
        FilesConnector connector = new FilesConnector();
        Options checked = Options.check("connector 'files'", connector.options(), options);
        Options formatChecked = Options.check("format '" + format.name() + "'", format.options(), formatOptions);
        return (ReplayableSource) connector.openSource(new SourceDefinition(
                "s", columns, List.of(), checked, Optional.of(format.bind(columns, formatChecked)), directory, clock));
    }

    /** Reads what is new behind the offsets, and moves them on. */
    static List<String> readNew(ReplayableSource source, int columns, Map<String, Offset> offsets) {
        List<Split> splits = source.poll(offsets, ALL);
        splits.forEach(split -> offsets.put(split.partition(), split.end()));
        return read(source, splits, columns, new CollectedRejects());
    }

    static List<String> readAll(ReplayableSource source, int columns) {
        return readNew(source, columns, new HashMap<>());
    }

    static List<String> read(ReplayableSource source, List<Split> splits, int columns, CollectedRejects rejects) {
        int[] all = IntStream.range(0, columns).toArray();
        return PageText.of(TrialReading.pages(source.readers(), splits, all, rejects));
    }
}
