package io.millrace.connector.generator;

import io.millrace.connector.testkit.SinkConformance;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Map;

class BlackholeConformanceTest extends SinkConformance {

    @Override
    protected RowType rowType() {
        return new RowType(List.of(new Field("id", Type.BIGINT, false)));
    }

    @Override
    protected SinkCapabilities capabilities() {
        BlackholeConnector connector = new BlackholeConnector();
        Options none = Opening.options(connector, Map.of());
        return connector.sinkCapabilities(none);
    }

    @Override
    protected Sink open() {
        return new BlackholeSink();
    }

    @Override
    protected long stored(Sink sink) {
        BlackholeSink counts = (BlackholeSink) sink;
        return counts.inserted() - counts.deleted();
    }

    @Override
    protected void append(PageBuilder page, int number) {
        ((LongColumnBuilder) page.column(0)).append(number);
    }
}
