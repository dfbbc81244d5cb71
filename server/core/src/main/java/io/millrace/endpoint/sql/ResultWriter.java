package io.millrace.endpoint.sql;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes one result in some form, from its beginning to its end. Used by one thread. */
public interface ResultWriter {

    /** What the client is told that it gets. */
    String contentType();

    /** Whether rows that never end can be read from it as they come. */
    boolean isEndless();

    /** Comes before the first of several results, if the form has room for several. */
    default void beginAll() throws IOException {
        // each result says where it ends
    }

    /** Comes behind the last of several results. */
    default void endAll() throws IOException {
        // each result says where it ends
    }

    void begin(List<Field> columns) throws IOException;

    void rows(Page page) throws IOException;

    /** Something that lets it be noticed when the client has gone; nothing when the form has no place for it. */
    void sign() throws IOException;

    void end(long rows, List<String> warnings) throws IOException;

    /** What a statement gives that has no rows. */
    void updated(long count, List<String> warnings) throws IOException;

    /**
     * Ends a result that has begun.
     *
     * @return whether the form can tell; else the connection has to be broken off
     */
    boolean fail(Map<String, Object> error) throws IOException;
}
