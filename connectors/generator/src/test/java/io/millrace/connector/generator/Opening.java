package io.millrace.connector.generator;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Options;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens sources the way the server does. */
public final class Opening {

    private Opening() {}

    public static Options options(Connector connector, Map<String, String> given) {
        return Options.check("connector '" + connector.name() + "'", connector.options(), given);
    }

    public static ReplayableSource source(
            Connector connector, List<SourceColumn> columns, Map<String, String> given, Clock clock) {
        Options options = options(connector, given);
        return (ReplayableSource) connector.openSource(
                new SourceDefinition("s", columns, List.of(), options, Optional.empty(), Path.of("."), clock));
    }
}
