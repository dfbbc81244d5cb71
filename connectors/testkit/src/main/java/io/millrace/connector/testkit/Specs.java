package io.millrace.connector.testkit;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes sources the way the server does, from the options that a user writes. */
public final class Specs {

    private Specs() {}

    public static SourceSpec of(
            Connector connector, List<SourceColumn> columns, Path directory, Map<String, String> given) {
        return of(connector, Optional.empty(), columns, directory, given);
    }

    public static SourceSpec of(
            Connector connector,
            Optional<Format> format,
            List<SourceColumn> columns,
            Path directory,
            Map<String, String> given) {
        return of(connector, format, columns, List.of(), directory, given);
    }

    /** The same of a table that has a key. */
    public static SourceSpec of(
            Connector connector,
            Optional<Format> format,
            List<SourceColumn> columns,
            List<Integer> key,
            Path directory,
            Map<String, String> given) {
        List<Option> declared = new ArrayList<>(connector.options());
        format.ifPresent(found -> declared.addAll(found.options()));
        Options options = Options.check("connector '" + connector.name() + "'", declared, given);
        return SourceSpec.of(connector, format, options, "s", columns, key, directory);
    }
}
