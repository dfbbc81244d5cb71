package io.millrace.session.statement.control;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.catalog.Rights;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Conversation;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.ResetOption;
import io.millrace.sql.tree.control.SetOption;
import java.util.List;

/** SET and RESET: the settings of the session. */
public final class SettingStatements {

    private final Settings initial;

    /** @param initial what sessions begin with and RESET goes back to */
    public SettingStatements(Settings initial) {
        this.initial = initial;
    }

    public Outcome set(SetOption statement, Conversation session) {
        Written key = Written.name(statement.key());
        Written value = Written.node(statement.value());
        try {
            session.change(changed(
                    session.effectiveSettings(),
                    key.text(),
                    key.text().equalsIgnoreCase(Setting.SCHEMA.key()) ? schemaName(value) : value.text()));
        } catch (MillraceException e) {
            throw StatementFailures.at(
                    At.position(
                            e.code() == ErrorCode.SETTING_INVALID || e.code() == ErrorCode.SCHEMA_NOT_FOUND
                                    ? value
                                    : key),
                    e);
        }
        return new Outcome.Updated(0, List.of());
    }

    /** The name of a schema, with or without that of the catalog before it. */
    public static String schemaName(Written value) {
        List<String> parts = value.parts();
        boolean whole = parts.size() == 2 && parts.get(0).equalsIgnoreCase(RelationName.CATALOG);
        return whole ? parts.get(1) : value.text();
    }

    /**
     * The same settings, when the schema is there that they name first for names without one.
     *
     * @param seen what the session's user sees
     */
    public static Settings checked(Settings before, Settings after, Catalog seen) {
        String schema = after.text(Setting.SCHEMA);
        if (schema.equals(before.text(Setting.SCHEMA))) {
            return after;
        }
        String known = seen.schemas().stream()
                .filter(schema::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new MillraceException(ErrorCode.SCHEMA_NOT_FOUND, seen.schemaNotFound(schema)));
        return after.with(Setting.SCHEMA, known);
    }

    /** The same for what a client says of itself, if its principal may have that. */
    public static Settings changed(Settings settings, String key, String value, Rights rights) {
        if (Setting.of(key).isLimit() && !rights.may(Right.SETTINGS)) {
            throw new MillraceException(
                    ErrorCode.ACCESS_DENIED, "the setting '" + key + "' needs the privilege SETTINGS on the server");
        }
        return changed(settings, key, value);
    }

    /** Settings with one of the session changed; those of the server are fixed at start-up. */
    public static Settings changed(Settings settings, String key, String value) {
        Setting setting = Setting.of(key);
        if (setting.scope() == Setting.Scope.SERVER) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    "setting '" + setting.key() + "' is fixed at start-up; start the server with --set " + setting.key()
                            + "=" + value);
        }
        return settings.with(setting, value);
    }

    public Outcome reset(ResetOption statement, Conversation session) {
        if (statement.key().isEmpty()) {
            session.change(initial);
        } else {
            Written key = Written.name(statement.key().get());
            Setting setting = Setting.find(key.text())
                    .orElseThrow(
                            () -> At.error(ErrorCode.SETTING_UNKNOWN, key, "unknown setting '" + key.text() + "'"));
            session.change(session.effectiveSettings().with(setting, initial.text(setting)));
        }
        return new Outcome.Updated(0, List.of());
    }
}
