package io.millrace.session.login;

import io.millrace.catalog.People;
import io.millrace.catalog.Person;
import io.millrace.session.Principal;
import io.millrace.session.audit.Audit;
import io.millrace.session.password.Passwords;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Finds out who somebody is. Thread-safe; to be called on threads that may wait. */
public final class LogIns {

    private static final String LOG_IN = "LOG IN";
    private static final String FROM = "from ";

    /** So many failures of one user from one address cost nothing, and so many of all users. */
    private static final int FREE_OF_A_USER = 3;

    private static final int FREE_OF_AN_ADDRESS = 20;

    /** So many passwords are compared, or wait for it, at a time; the threads of others are not held up. */
    private static final int AT_A_TIME = 64;

    private final Supplier<People> people;
    private final VerifiedPasswords verified = new VerifiedPasswords();
    private final Audit audit;
    private final Throttle users;
    private final Throttle addresses;
    private final Semaphore room = new Semaphore(AT_A_TIME);

    public LogIns(Supplier<People> people, Clock clock, Audit audit) {
        this.people = people;
        this.audit = audit;
        this.users = new Throttle(clock, FREE_OF_A_USER);
        this.addresses = new Throttle(clock, FREE_OF_AN_ADDRESS);
    }

    /** Whether there are no users, so that nobody has to log in. */
    public boolean isOpen() {
        return people.get().isOpen();
    }

    /**
     * The user whose name and password are given.
     *
     * @param address of the client, as text
     * @throws MillraceException LOGIN_FAILED, which does not say what was wrong
     */
    public Principal logIn(String name, String password, String address) {
        Optional<Person> person = people.get().find(name).filter(found -> !found.isRole());
        Optional<String> hash = person.flatMap(Person::password);
        String user = person.map(Person::name).orElse(name);
        if (hash.isPresent() && verified.contains(user, password, hash.get())) {
            return Principal.user(user);
        }
        String who = address + " " + name.toLowerCase(Locale.ROOT);
        checkWait(who, address);
        if (!isRight(password, hash)) {
            users.failed(who);
            addresses.failed(address);
            audit.add(name, LOG_IN, Audit.Outcome.DENIED, FROM + address);
            throw new MillraceException(ErrorCode.LOGIN_FAILED, "the user name or the password is wrong");
        }
        users.succeeded(who);
        verified.add(user, password, hash.orElseThrow());
        audit.add(user, LOG_IN, Audit.Outcome.ALLOWED, FROM + address);
        return Principal.user(user);
    }

    /**
     * The user of a name, which somebody has proved in another way.
     *
     * @throws MillraceException LOGIN_FAILED when there is no such user
     */
    public Principal vouched(String name, String address) {
        Optional<Person> person = people.get().find(name).filter(found -> !found.isRole());
        if (person.isEmpty()) {
            audit.add(name, LOG_IN, Audit.Outcome.DENIED, FROM + address);
            throw new MillraceException(ErrorCode.LOGIN_FAILED, "there is no user \"" + name + "\"");
        }
        return Principal.user(person.get().name());
    }

    private void checkWait(String who, String address) {
        Duration user = users.wait(who);
        Duration all = addresses.wait(address);
        Duration longer = user.compareTo(all) > 0 ? user : all;
        if (!longer.isZero()) {
            throw new MillraceException(
                    ErrorCode.LOGIN_FAILED,
                    "too many log-ins have failed; try again in " + (longer.toMillis() / 1000 + 1) + " s");
        }
    }

    private boolean isRight(String password, Optional<String> hash) {
        if (!room.tryAcquire()) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "too many log-ins at a time; try again a little later");
        }
        try {
            return Passwords.matches(password, hash);
        } finally {
            room.release();
        }
    }
}
