package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.session.Principal;
import io.millrace.session.transaction.SessionTransactions;

/** The session that a statement runs in, as far as statements care. Thread-safe. */
public interface Conversation {

    String id();

    Principal principal();

    Settings effectiveSettings();

    SessionTransactions transactions();

    /** Whether statements that change something are refused. */
    boolean readOnly();

    /** Replaces the settings from the next statement on. */
    void change(Settings settings);
}
