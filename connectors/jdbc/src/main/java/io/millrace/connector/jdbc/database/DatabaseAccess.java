package io.millrace.connector.jdbc.database;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which database is meant, and who logs in; both may change while the database is in use. */
public final class DatabaseAccess {

    public static final List<Option> DECLARED = List.of(
            Option.required("url", Kind.STRING, "the database, such as 'jdbc:postgresql://localhost:5432/shop'"),
            Option.optional("user", Kind.STRING, "the name to log in with"),
            Option.optional("password", Kind.SECRET, "the password to log in with"));

    /** What somebody who connects has to know. */
    record LogIn(String url, Optional<String> user, Optional<String> password) {

        @Override
        public String toString() {
            return url;
        }
    }

    private final Options options;
    private final LogIn first;
    private final Database database;

    private DatabaseAccess(Options options) {
        this.options = options;
        this.first = logIn(options);
        this.database = Database.of(first.url());
    }

    public static DatabaseAccess of(Options options) {
        return new DatabaseAccess(options);
    }

    private static LogIn logIn(Options options) {
        return new LogIn(options.string("url").orElseThrow(), options.string("user"), options.string("password"));
    }

    public Database database() {
        return database;
    }

    /** Whether the database is within this process, so that what it may do the process may. */
    public boolean isWithin() {
        return isWithin(first);
    }

    private static boolean isWithin(LogIn logIn) {
        return logIn.url().startsWith("jdbc:h2:mem:");
    }

    /** Refuses an address that whoever has read or written elsewhere could not go on with. */
    public static void checkSameKind(Options before, Options after) {
        DatabaseAccess access = of(before);
        if (!access.isSameKind(logIn(after))) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'url' names a database of another kind; give an address of a " + access.database
                            + ", or drop what reads or writes there and create it again");
        }
    }

    private boolean isSameKind(LogIn other) {
        return Database.of(other.url()) == database && isWithin(other) == isWithin(first);
    }

    String firstUrl() {
        return first.url();
    }

    /**
     * What whoever connects now has to know.
     *
     * @throws SQLException when that is a database of another kind by now
     */
    LogIn now() throws SQLException {
        Options current = options.now();
        LogIn now = logIn(current);
        if (!isSameKind(now)) {
            throw new SQLException("option 'url' names a database of another kind by now; give the address of a "
                    + database + " again, or drop what uses the connection and create it again");
        }
        database.hosts(now.url()).forEach(host -> current.reach().network().check("option 'url'", host));
        return now;
    }
}
