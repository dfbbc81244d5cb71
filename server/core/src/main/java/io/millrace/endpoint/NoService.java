package io.millrace.endpoint;

import io.millrace.session.Holding;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.session.measure.Measures;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands for a service that is not there yet.
 *
 * @param reason says so, and what it still does
 */
record NoService(Supplier<MillraceException> reason) implements SqlService {

    @Override
    public Session open(Principal principal, Map<String, String> properties) {
        throw reason.get();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Principal logIn(String name, String password, String address) {
        throw reason.get();
    }

    @Override
    public Principal vouched(String name, String address) {
        throw reason.get();
    }

    @Override
    public Optional<Session> session(String id) {
        return Optional.empty();
    }

    @Override
    public Holding holding() {
        return Holding.UNCOUNTED;
    }

    @Override
    public Measures measures(Principal principal) {
        throw reason.get();
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public void close() {
        // there is nothing
    }
}
