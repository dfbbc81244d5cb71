package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.tls.TlsFiles;
import io.millrace.endpoint.token.TokenSettings;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a server from standing open to other machines, and gives it its first administrator. */
final class Safety {

    /** The environment variable with the password of the first administrator. */
    static final String PASSWORD = "MILLRACE_ADMIN_PASSWORD";

    static final String ADMINISTRATOR = "admin";

    private Safety() {}

    /** Whether other machines can reach the address; one that cannot be found is refused by whoever listens on it. */
    private static boolean isForOthers(Settings settings) {
        try {
            return !InetAddress.getByName(settings.text(Setting.BIND_ADDRESS)).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Where certificate and key are; empty when there are none. */
    static Optional<TlsFiles> tls(Settings settings) {
        boolean certificate = isGiven(settings, Setting.TLS_CERTIFICATE);
        boolean key = isGiven(settings, Setting.TLS_KEY);
        if (certificate != key) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    "the settings tls.certificate and tls.key are given together or not at all");
        }
        return certificate
                ? Optional.of(new TlsFiles(
                        Path.of(settings.text(Setting.TLS_CERTIFICATE)), Path.of(settings.text(Setting.TLS_KEY))))
                : Optional.empty();
    }

    /** Which bearer tokens are taken; empty for none. */
    static Optional<TokenSettings> tokens(Settings settings) {
        return given(settings, Setting.JWT_KEY)
                .map(key -> new TokenSettings(
                        Path.of(key), given(settings, Setting.JWT_ISSUER), given(settings, Setting.JWT_AUDIENCE)));
    }

    private static Optional<String> given(Settings settings, Setting setting) {
        return isGiven(settings, setting) ? Optional.of(settings.text(setting)) : Optional.empty();
    }

    private static boolean isGiven(Settings settings, Setting setting) {
        return !settings.text(setting).equals(setting.defaultValue());
    }

    /** @throws MillraceException when other machines would send passwords in the clear */
    static void checkTls(Settings settings) {
        if (isForOthers(settings) && tls(settings).isEmpty()) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    "bind.address=" + settings.text(Setting.BIND_ADDRESS)
                            + " lets other machines in, and needs TLS; give the settings tls.certificate and tls.key");
        }
    }

    /** @throws MillraceException when everybody on other machines could do everything */
    static void checkUsers(Settings settings, SqlService service) {
        if (isForOthers(settings) && service.isOpen()) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    "bind.address=" + settings.text(Setting.BIND_ADDRESS)
                            + " lets other machines in, but there are no users; make one with bin/millrace user add, or"
                            + " give the environment variable " + PASSWORD);
        }
    }

    /** Makes the user {@code admin} when there are no users and a password is given. */
    static void addAdministrator(SqlService service, Optional<String> password) {
        if (service.isOpen()) {
            password.filter(text -> !text.isEmpty()).ifPresent(text -> addUser(service, ADMINISTRATOR, text, true));
        }
    }

    static void addUser(SqlService service, String name, String password, boolean administrator) {
        String sql = "CREATE USER \"" + name.replace("\"", "\"\"") + "\" WITH (password = '"
                + password.replace("'", "''") + "'" + (administrator ? ", admin = true" : "") + ")";
        try (Session session = service.open(Principal.server("start"), Map.of())) {
            session.execute(session.prepare(sql), List.of(), 0);
        }
    }
}
