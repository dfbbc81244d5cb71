package io.millrace.catalog;

/** What somebody may do, where that is granted. */
public enum Right {
    SELECT(Scope.OBJECT),
    INSERT(Scope.OBJECT),
    UPDATE(Scope.OBJECT),
    DELETE(Scope.OBJECT),
    TRUNCATE(Scope.OBJECT),
    /** To give it another form, to comment on it, to suspend and resume it. */
    ALTER(Scope.OBJECT),
    DROP(Scope.OBJECT),
    /** To call a function. */
    EXECUTE(Scope.OBJECT),
    /** To make something that uses a connection or a secret. */
    USAGE(Scope.OBJECT),
    CREATE(Scope.SCHEMA),
    /** All of it, and to say who may do what. */
    ADMIN(Scope.SERVER),
    /** To make what reads or writes outside of the server, and functions in Java. */
    CONNECT(Scope.SERVER),
    CLOCK(Scope.SERVER),
    /** To stop statements of others. */
    KILL(Scope.SERVER),
    CHECKPOINT(Scope.SERVER),
    /** To see what others do. */
    MONITOR(Scope.SERVER),
    /** To take more time and memory than the server gives to statements. */
    SETTINGS(Scope.SERVER);

    /** What a right is granted on. */
    public enum Scope {
        OBJECT,
        SCHEMA,
        SERVER
    }

    private final Scope scope;

    Right(Scope scope) {
        this.scope = scope;
    }

    public Scope scope() {
        return scope;
    }

    /** Whether it means something for a thing of that name. */
    boolean concerns(RelationName name) {
        if (name.isSchema()) {
            return this != USAGE && this != EXECUTE;
        }
        return name.isOutside() ? this == USAGE || this == ALTER || this == DROP : this != USAGE;
    }
}
