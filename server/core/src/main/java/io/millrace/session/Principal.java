package io.millrace.session;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.People;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Rights;
import java.util.Optional;

/**
 * For whom statements are run: from the door, where somebody says who it is, to the journal, which keeps whom things belong to.
 *
 * @param name as sessions and statements show it
 * @param owner whom that belongs to which it makes; empty for nobody in particular
 * @param also what it may read and change besides what its user may
 */
public record Principal(String name, Kind kind, String owner, Optional<RelationName> also) {

    /** How much is known of it. */
    public enum Kind {
        /** Somebody who has said a name, perhaps; may do everything as long as there are no users, and nothing afterwards. */
        ANYBODY,
        /** A user who has proved to be that. */
        USER,
        /** The server itself. */
        SERVER,
        /** The server that does again what was done. */
        HISTORY
    }

    public static Principal anybody(String name) {
        return new Principal(name, Kind.ANYBODY, "", Optional.empty());
    }

    public static Principal user(String name) {
        return new Principal(name, Kind.USER, name, Optional.empty());
    }

    /** @param name of the part of the server that wants something */
    public static Principal server(String name) {
        return new Principal(name, Kind.SERVER, "", Optional.empty());
    }

    /** Does again what somebody has done. */
    public static Principal again(String owner) {
        return new Principal(owner.isEmpty() ? "recovery" : owner, Kind.HISTORY, owner, Optional.empty());
    }

    /** The same, for work of the server that needs a table of its own. */
    public Principal with(String table) {
        return new Principal(name, kind, owner, Optional.of(RelationName.of(table)));
    }

    /** Whether it is the server, which may do everything. */
    public boolean isServer() {
        return kind == Kind.SERVER || kind == Kind.HISTORY;
    }

    /** What it may do. */
    public Rights rights(People people) {
        if (isServer() || people.isOpen()) {
            return Rights.ALL;
        }
        Rights own = kind == Kind.USER ? people.rights(name) : Rights.NONE;
        return also.map(own::with).orElse(own);
    }

    /** A version of the catalog as it may see it. */
    public Catalog seen(Catalog catalog) {
        return catalog.seenBy(name, rights(catalog.people()));
    }
}
