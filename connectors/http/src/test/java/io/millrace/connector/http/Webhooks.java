package io.millrace.connector.http;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens sinks as the server does. */
final class Webhooks {

    private Webhooks() {}

    static Sink open(RowType rowType, Map<String, String> given) {
        HttpConnector connector = new HttpConnector();
        Options options = Options.check("connector 'http'", connector.sinkOptions(), given);
        return connector.openSink(new SinkDefinition(
                "hook",
                rowType,
                Optional.<List<Integer>>empty(),
                options,
                Optional.of(new JsonFormat()),
                Path.of(".")));
    }
}
