package io.millrace.catalog;

import java.util.Set;

/** Something that has a name and says how other systems are reached. Immutable. */
public sealed interface Outside permits NamedConnection, StoredSecret {

    RelationName name();

    /** What it names itself. */
    Set<RelationName> dependsOn();
}
