package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.session.Principal;
import io.millrace.session.transaction.SessionTransactions;

/**
 * A session as it was when a statement came that is carried out later, or a definition was made that is made again.
 *
 * @param effectiveSettings those of then
 */
record SettledConversation(Conversation session, Settings effectiveSettings) implements Conversation {

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public Principal principal() {
        return session.principal();
    }

    @Override
    public SessionTransactions transactions() {
        return session.transactions();
    }

    @Override
    public boolean readOnly() {
        return session.readOnly();
    }

    @Override
    public void change(Settings settings) {
        session.change(settings);
    }
}
