package io.millrace.session;

import java.util.Set;

/**
 * What statements have left in the journal that nobody has noted: only the next statement of a script can have done it.
 *
 * @param texts of definitions
 * @param given relations that rows were inserted into
 * @param removed whether something was dropped
 * @param changed whether rows of tables were changed, or a transaction was committed
 */
public record ScriptTraces(Set<String> texts, Set<String> given, boolean removed, boolean changed) {

    public static final ScriptTraces NONE = new ScriptTraces(Set.of(), Set.of(), false, false);
}
