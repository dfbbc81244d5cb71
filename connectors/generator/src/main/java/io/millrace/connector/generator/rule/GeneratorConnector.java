package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.MadeColumns;
import io.millrace.connector.generator.MadeReaders;
import io.millrace.connector.generator.MadeSource;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.connector.generator.Pacer;
import io.millrace.connector.generator.RowMaker;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** {@code connector='generator'}: rows made by rules, the same ones every time. */
public final class GeneratorConnector implements Connector {

    @Override
    public String name() {
        return "generator";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.optional("rows", Kind.INTEGER, "how many rows there are; without it, no end"),
                Option.withDefault("rate", Kind.DECIMAL, "0", "rows per second; 0 is unlimited")
                        .changing(),
                Option.withDefault("seed", Kind.INTEGER, "0", "other seeds give other random values"),
                Option.prefix(
                        "fields.",
                        Kind.STRING,
                        "rules of columns, as in 'fields.price.min': kind (sequence, random, values, constant, uuid), min,"
                                + " max, length, values, value, start, step, nulls"));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    @Override
    public Optional<String> positionKey() {
        return Optional.of("offset");
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        Options options = definition.options();
        Pacer pacer = Pacer.of(options, definition.clock());
        return new MadeSource(rows(definition), options.integer("rows"), pacer);
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return new MadeReaders(rows(definition));
    }

    private RowMaker rows(SourceDefinition definition) {
        Options options = definition.options();
        List<SourceColumn> ruled = definition.columns().stream()
                .filter(column -> column.metadata().isEmpty())
                .toList();
        Iterator<OffsetColumn> made = ColumnRule.columns(
                        ruled,
                        options.withPrefix("fields."),
                        options.integer("seed").orElse(0L))
                .iterator();
        List<OffsetColumn> columns = new ArrayList<>();
        for (SourceColumn column : definition.columns()) {
            columns.add(column.metadata().isPresent() ? MadeColumns.metadata(column, name()) : made.next());
        }
        return new EveryOffset(new MadeColumns(columns));
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED, "connector 'generator' has no sinks; 'blackhole' takes rows and drops them");
    }

    /** Every offset is a row. */
    private record EveryOffset(MadeColumns columns) implements RowMaker {

        @Override
        public long offsetsFor(long rows) {
            return rows;
        }

        @Override
        public int collect(long start, long end, long[] offsets) {
            int count = (int) Math.min(offsets.length, end - start);
            for (int i = 0; i < count; i++) {
                offsets[i] = start + i;
            }
            return count;
        }

        @Override
        public Page make(long[] offsets, int count, int[] asked) {
            return columns.make(offsets, count, asked);
        }
    }
}
