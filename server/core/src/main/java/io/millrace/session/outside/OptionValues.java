package io.millrace.session.outside;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.NamedConnection;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StoredSecret;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what options are by what is defined: those of connections, and the values of secrets. Thread-safe. */
public final class OptionValues {

    private static final Logger log = LoggerFactory.getLogger(OptionValues.class);
    private static final String CONNECTOR = "connector";

    private final MasterKey key;
    private final boolean emptyWhenUnreadable;
    private final Supplier<Catalog> current;

    /**
     * @param emptyWhenUnreadable whether what cannot be read any more is taken as empty
     * @param current what is defined by now
     */
    public OptionValues(MasterKey key, boolean emptyWhenUnreadable, Supplier<Catalog> current) {
        this.key = key;
        this.emptyWhenUnreadable = emptyWhenUnreadable;
        this.current = current;
    }

    private String open(String place, String sealed) {
        try {
            return key.open(place, sealed);
        } catch (MillraceException e) {
            if (emptyWhenUnreadable && e.code() == ErrorCode.SECRET_UNREADABLE) {
                log.warn("{}; it is taken as empty", e.getMessage());
                return "";
            }
            throw e;
        }
    }

    /** What they are by a version of the catalog. */
    public Map<String, String> in(Catalog catalog, GivenOptions given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.connection().map(name -> connection(catalog, name)).ifPresent(connection -> {
            values.put(CONNECTOR, connection.connector());
            values.putAll(in(catalog, connection));
        });
        values.putAll(given.texts());
        given.secrets().forEach((option, name) -> values.put(option, secret(catalog, name)));
        return values;
    }

    /** Tells each time what they are by then; where something has gone meanwhile, what they were before. The same map as long as they are the same. */
    public Supplier<Map<String, String>> following(Catalog catalog, GivenOptions given) {
        if (given.names().isEmpty()) {
            Map<String, String> fixed = in(catalog, given);
            return () -> fixed;
        }
        return new Supplier<>() {
            private volatile Known known = new Known(new WeakReference<>(catalog), in(catalog, given));

            @Override
            public Map<String, String> get() {
                Catalog now = current.get();
                Known before = known;
                if (!before.catalog().refersTo(now)) {
                    boolean whole = given.names().stream()
                            .allMatch(name -> now.outside(name).isPresent());
                    Map<String, String> values = whole ? in(now, given) : before.values();
                    known = new Known(
                            new WeakReference<>(now), values.equals(before.values()) ? before.values() : values);
                }
                return known.values();
            }
        };
    }

    /** What options were by a version of the catalog. */
    private record Known(WeakReference<Catalog> catalog, Map<String, String> values) {}

    /** The options of a connection, without saying which connector they are for. */
    public Map<String, String> in(Catalog catalog, NamedConnection connection) {
        Map<String, String> values = new LinkedHashMap<>();
        connection
                .options()
                .forEach((option, value) -> values.put(
                        option,
                        switch (value.kind()) {
                            case TEXT -> value.text();
                            case SEALED -> open(place(connection.name(), option), value.text());
                            case SECRET -> secret(catalog, RelationName.secret(value.text()));
                        }));
        return values;
    }

    private String secret(Catalog catalog, RelationName name) {
        StoredSecret secret = catalog.secret(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.SECRET_NOT_FOUND, catalog.outsideNotFound(name)));
        return open(name.title(), secret.sealed());
    }

    private static NamedConnection connection(Catalog catalog, RelationName name) {
        return catalog.connection(name)
                .orElseThrow(() ->
                        new MillraceException(ErrorCode.NAMED_CONNECTION_NOT_FOUND, catalog.outsideNotFound(name)));
    }

    /** A secret with a value that somebody has written. */
    public StoredSecret sealed(RelationName name, String value) {
        return new StoredSecret(name, key.seal(name.title(), value));
    }

    /** A secret as it was stored; fails when it cannot be read any more. */
    public StoredSecret stored(RelationName name, String sealed) {
        open(name.title(), sealed);
        return new StoredSecret(name, sealed);
    }

    /** An option of a connection that is not to be shown. */
    public String sealed(RelationName connection, String option, String value) {
        return key.seal(place(connection, option), value);
    }

    private static String place(RelationName connection, String option) {
        return "option '" + option + "' of " + connection.title();
    }
}
