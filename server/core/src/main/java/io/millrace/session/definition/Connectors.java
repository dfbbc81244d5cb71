package io.millrace.session.definition;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.reach.AllowedReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The connectors and formats that are installed, by name. */
public final class Connectors {

    private final Map<String, Connector> connectors = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Format> formats = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final AllowedReach reach;

    private Connectors(AllowedReach reach) {
        this.reach = reach;
    }

    /**
     * Those that {@link ServiceLoader} finds.
     *
     * @param reach where statements may send them
     */
    public static Connectors installed(AllowedReach reach) {
        Connectors installed = new Connectors(reach);
        ServiceLoader.load(Connector.class).forEach(found -> installed.connectors.put(found.name(), found));
        ServiceLoader.load(Format.class).forEach(found -> installed.formats.put(found.name(), found));
        return installed;
    }

    /** Which files and addresses options may name. */
    public AllowedReach reach() {
        return reach;
    }

    public Collection<Connector> connectors() {
        return connectors.values();
    }

    public Collection<Format> formats() {
        return formats.values();
    }

    /** The connector of that name. */
    public Connector connector(String name) {
        return Optional.ofNullable(connectors.get(name))
                .orElseThrow(() -> notFound("connector", name, connectors.keySet()));
    }

    public Format format(String name) {
        return Optional.ofNullable(formats.get(name)).orElseThrow(() -> notFound("format", name, formats.keySet()));
    }

    private static MillraceException notFound(String what, String name, Collection<String> known) {
        String remedy = Names.nearest(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; there are " + String.join(", ", known));
        return new MillraceException(ErrorCode.CONNECTOR_NOT_FOUND, "there is no " + what + " '" + name + "'" + remedy);
    }
}
