package io.millrace.session.system;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Right;
import io.millrace.catalog.Rights;
import io.millrace.config.Settings;
import io.millrace.session.Principal;

/**
 * Who reads a system relation, and what he may see in it.
 *
 * @param catalog what there is for him
 */
public record Viewer(String session, Principal principal, Rights rights, Settings settings, Catalog catalog) {

    /** Whether he may see what somebody does. */
    boolean sees(Principal other) {
        return rights.may(Right.MONITOR) || principal.equals(other);
    }
}
