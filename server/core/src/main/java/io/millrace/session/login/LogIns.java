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
import java.util.stream.Stream;

/** Finds out who somebody is. Thread-safe; to be called on threads that may wait. */
public final class LogIns {

    private static final String LOG_IN = "LOG IN";
    private static final String FROM = "from ";

    /** So many failures of one user from one address cost nothing, and so many of all users. */
    private static final int FREE_OF_A_USER = 3;

    private static final int FREE_OF_AN_ADDRESS = 20;

    /** So many passwords are compared, or wait for it, at a time; the threads of others are not held up. */
    private static final int AT_A_TIME = 64;

    private static final int TURNS = 64;
    private static final int LONGEST_NAME = 128;

    private final Supplier<People> people;
    private final VerifiedPasswords verified = new VerifiedPasswords();
    private final Audit audit;
    private final Throttle users;
    private final Throttle addresses;
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

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
    public Principal logIn(String given, String password, String address) {
        String name = cut(given);
        Optional<Person> person = people.get().find(name).filter(found -> !found.isRole());
        Optional<String> hash = person.flatMap(Person::password);
        String user = person.map(Person::name).orElse(name);
        if (hash.isPresent() && verified.contains(user, password, hash.get())) {
            return Principal.user(user);
        }
        String who = address + " " + name.toLowerCase(Locale.ROOT);
        checkWait(who, address);
        if (!room.tryAcquire()) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "too many log-ins at a time; try again a little later");
        }
        try {
            synchronized (turns[Math.floorMod(address.hashCode(), turns.length)]) {
                if (hash.isEmpty() || !verified.contains(user, password, hash.get())) {
                    compare(user, password, hash, who, address);
                }
            }
        } finally {
            room.release();
        }
        return Principal.user(user);
    }

    /** Those who come from one address take turns, so that each failure counts before the next attempt is looked at. */
    private void compare(String user, String password, Optional<String> hash, String who, String address) {
        checkWait(who, address);
        if (!Passwords.matches(password, hash)) {
            users.failed(who);
            addresses.failed(address);
            audit.add(user, LOG_IN, Audit.Outcome.DENIED, FROM + address);
            throw new MillraceException(ErrorCode.LOGIN_FAILED, "the user name or the password is wrong");
        }
        users.succeeded(who);
        verified.add(user, password, hash.orElseThrow());
        audit.add(user, LOG_IN, Audit.Outcome.ALLOWED, FROM + address);
    }

    /** No user has a longer name; what is cut names nobody. */
    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    /**
     * The user of a name, which somebody has proved in another way.
     *
     * @throws MillraceException LOGIN_FAILED when there is no such user
     */
    public Principal vouched(String given, String address) {
        String name = cut(given);
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
}
