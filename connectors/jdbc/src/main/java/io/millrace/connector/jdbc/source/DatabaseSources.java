package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.JdbcErrors;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Opens sources that read a database, and tables of it that are asked. */
public final class DatabaseSources {

    private DatabaseSources() {}

    public static List<Option> options() {
        return ReadingOptions.DECLARED;
    }

    /** Opens a source whose table must be there and fit. */
    public static ReceivedSource open(SourceDefinition definition) {
        ReadingOptions options = options(definition);
        try (ReadingConnections connections = new ReadingConnections(options.access())) {
            Connection connection = connections.open();
            ReadRelation relation = ReadRelation.find(connection, options);
            new ReadColumns(definition.columns()).list(relation);
            if (options.growing().isPresent()) {
                GrowthSource.growing(relation, options);
            } else {
                TableSource.key(relation, options);
            }
            connections.close(connection);
        } catch (SQLException e) {
            throw JdbcErrors.ofSource(options.what() + " cannot be read", e);
        }
        return reopen(definition);
    }

    /** Opens a source whether or not the database answers. */
    public static ReceivedSource reopen(SourceDefinition definition) {
        ReadingOptions options = options(definition);
        ReadColumns columns = new ReadColumns(definition.columns());
        return options.growing().isPresent()
                ? new GrowthSource(definition.stream(), options, columns)
                : new TableSource(definition.stream(), options, columns);
    }

    /** The options of tables in which rows are looked up. */
    public static List<Option> lookupOptions() {
        return ReadingOptions.LOOKUP;
    }

    /** Opens a table to look rows up, which must be there and fit. */
    public static LookupSource openLookup(LookupDefinition definition) {
        ReadColumns.checkDeclared("jdbc", definition.columns());
        ReadingOptions options = ReadingOptions.ofLookup(definition.options());
        try (ReadingConnections connections = new ReadingConnections(options.access())) {
            Connection connection = connections.open();
            ReadRelation relation = ReadRelation.find(connection, options);
            KeyQuestion.of(relation, definition, new ReadColumns(definition.columns()));
            connections.close(connection);
        } catch (SQLException e) {
            throw JdbcErrors.ofSource(options.what() + " cannot be asked", e);
        }
        return reopenLookup(definition);
    }

    /** Opens a table to look rows up, whether or not the database answers. */
    public static LookupSource reopenLookup(LookupDefinition definition) {
        ReadingOptions options = ReadingOptions.ofLookup(definition.options());
        FoundRows cache = new FoundRows(
                definition.options().integer("lookup.cache.rows").orElseThrow(),
                definition.options().duration("lookup.cache.ttl").orElseThrow().toNanos());
        return new TableLookup(definition, options, cache);
    }

    private static ReadingOptions options(SourceDefinition definition) {
        ReadColumns.checkDeclared("jdbc", definition.columns());
        return ReadingOptions.of(definition.options());
    }
}
