package io.millrace.session;

import io.millrace.session.measure.Measures;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import java.util.Optional;

/** The door through which every protocol reaches the server. Thread-safe. */
public interface SqlService extends AutoCloseable {

    /**
     * Opens a session for a principal.
     *
     * @param properties session settings by name, as {@code SET} takes them
     */
    Session open(Principal principal, Map<String, String> properties);

    /** Whether there are no users, so that nobody has to log in. */
    boolean isOpen();

    /**
     * The user whose name and password are given; takes a while now and then.
     *
     * @param address of the client, as text
     * @throws MillraceException LOGIN_FAILED
     */
    Principal logIn(String name, String password, String address);

    /**
     * The user of a name, which somebody has proved in another way.
     *
     * @param address of the client, as text
     * @throws MillraceException LOGIN_FAILED when there is no such user
     */
    Principal vouched(String name, String address);

    /** The open session of that id. */
    Optional<Session> session(String id);

    /** An account for the memory of a client's requests and answers; the caller closes it. */
    Holding holding();

    /**
     * How the server stands, with the names of all that is defined.
     *
     * @throws MillraceException ACCESS_DENIED when the principal may not see what others do
     */
    Measures measures(Principal principal);

    /** Why it cannot do what it is there for, though it answers; empty when it can. */
    default Optional<MillraceException> problem() {
        return Optional.empty();
    }

    /** The version of the product, for metadata. */
    String version();

    @Override
    void close();
}
