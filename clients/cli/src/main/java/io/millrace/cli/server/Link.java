package io.millrace.cli.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The connection of a shell to its server, which may be made anew. */
public final class Link implements AutoCloseable {

    private static final String FORGOTTEN = "08003";
    private static final String LOGIN_FAILED = "28000";
    private static final Set<String> AWAY = Set.of("57P01", "57P03");

    /** Asks a person for a password. */
    public interface PasswordPrompt {

        /** Nothing when there is nobody to ask, or no answer. */
        Optional<String> ask(String user);
    }

    private final PasswordPrompt prompt;
    private ServerUrl url;
    private Optional<String> user;
    private Optional<String> password;
    private Connection connection;

    private Link(String url, Optional<String> user, Optional<String> password, PasswordPrompt prompt)
            throws SQLException {
        this.prompt = prompt;
        connect(ServerUrl.of(url), user, password);
    }

    /**
     * Connects.
     *
     * @param url of JDBC, or only host and port
     * @param password is asked for when the server wants one and none is given
     */
    public static Link open(String url, Optional<String> user, Optional<String> password, PasswordPrompt prompt)
            throws SQLException {
        return new Link(url, user, password, prompt);
    }

    /**
     * Leaves for another server, or connects as somebody else; stays where it is when that fails. The password that is known goes to
     * nobody but the server that it was meant for, and for the user whose it is.
     *
     * @param newUrl the same when there is none
     * @param newUser who the URL names when there is none, or else the same
     */
    public void connectElsewhere(Optional<String> newUrl, Optional<String> newUser) throws SQLException {
        ServerUrl whole = newUrl.map(ServerUrl::of).orElse(url);
        Optional<String> who =
                newUser.or(() -> newUrl.flatMap(text -> whole.user())).or(() -> user);
        boolean same = who.equals(user) && whole.isSameServer(url);
        connect(whole, who, same && !(newUrl.isPresent() && whole.hasPassword()) ? password : Optional.empty());
    }

    private void connect(ServerUrl whole, Optional<String> asked, Optional<String> newPassword) throws SQLException {
        Optional<String> newUser = asked.or(whole::user);
        Optional<String> given = newPassword;
        Connection made;
        try {
            made = make(whole, newUser, given);
        } catch (SQLException failure) {
            if (!LOGIN_FAILED.equals(failure.getSQLState()) || given.isPresent() || newUser.isEmpty()) {
                throw failure;
            }
            given = prompt.ask(newUser.get());
            if (given.isEmpty()) {
                throw failure;
            }
            made = make(whole, newUser, given);
        }
        closeQuietly();
        url = whole;
        user = newUser;
        password = given;
        connection = made;
    }

    /** Connects again to the same place. */
    public void reconnect() throws SQLException {
        Connection made = make(url, user, password);
        closeQuietly();
        connection = made;
    }

    private static Connection make(ServerUrl url, Optional<String> user, Optional<String> password)
            throws SQLException {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(text -> properties.setProperty("password", text));
        return DriverManager.getConnection(url.text(), properties);
    }

    /** A second connection, which the caller closes. */
    public Connection another() throws SQLException {
        return make(url, user, password);
    }

    public Connection connection() {
        return connection;
    }

    /** Whether a failure says that the connection is of no more use. */
    public static boolean isLost(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("08");
    }

    /** Whether a failure says that the server, which is there, does not know the connection. */
    public static boolean isForgotten(SQLException failure) {
        return FORGOTTEN.equals(failure.getSQLState());
    }

    /** Whether a failure says that the server is about to go, or not yet there: it starts, and will be. */
    public static boolean isAway(SQLException failure) {
        return AWAY.contains(String.valueOf(failure.getSQLState()));
    }

    /** Where it leads, without what may be secret. */
    public String address() {
        return url.address();
    }

    /** Who is connected; nothing on a server that has no users. */
    public Optional<String> user() {
        return user;
    }

    private void closeQuietly() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException gone) {
            // the server closes what nobody uses
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly();
    }
}
