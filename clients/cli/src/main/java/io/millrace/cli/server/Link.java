package io.millrace.cli.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** The connection of a shell to its server, which may be made anew. */
public final class Link implements AutoCloseable {

    private static final String PREFIX = "jdbc:millrace://";
    private static final String FORGOTTEN = "08003";
    private static final String LOGIN_FAILED = "28000";

    /** Asks a person for a password. */
    public interface PasswordPrompt {

        /** Nothing when there is nobody to ask, or no answer. */
        Optional<String> ask(String user);
    }

    private final PasswordPrompt prompt;
    private String url;
    private Optional<String> user;
    private Optional<String> password;
    private Connection connection;

    private Link(String url, Optional<String> user, Optional<String> password, PasswordPrompt prompt)
            throws SQLException {
        this.prompt = prompt;
        connect(url, user, password);
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

    /** Leaves the server for another one, or as somebody else; stays where it is when that fails. */
    public void connect(String newUrl, Optional<String> newUser, Optional<String> newPassword) throws SQLException {
        String whole = newUrl.startsWith("jdbc:") ? newUrl : PREFIX + newUrl;
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

    private static Connection make(String url, Optional<String> user, Optional<String> password) throws SQLException {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(text -> properties.setProperty("password", text));
        return DriverManager.getConnection(url, properties);
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

    /** Where it leads, without what may be secret. */
    public String address() {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    /** As it was given. */
    public String url() {
        return url;
    }

    /** What the user said to be let in. */
    public Optional<String> password() {
        return password;
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
