package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.session.transaction.SessionTransactions;

/** A session as a definition sees it that was made in another one: with the settings of then, which it does not change. */
record Redefining(Conversation session, Settings effectiveSettings) implements Conversation {

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public String user() {
        return session.user();
    }

    @Override
    public SessionTransactions transactions() {
        return session.transactions();
    }

    @Override
    public void change(Settings settings) {
        throw new IllegalStateException("a definition changes no settings");
    }
}
