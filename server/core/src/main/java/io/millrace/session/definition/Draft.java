package io.millrace.session.definition;

import io.millrace.catalog.RelationName;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.MillraceException;
import java.util.Collection;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Something that a CREATE statement is making: nobody else takes its name meanwhile, and once it is planned nobody drops or replaces
 * what it reads. Others need not wait for it. Its fields are guarded by the lock of {@link Definitions}.
 */
public final class Draft implements AutoCloseable {

    private final Definitions definitions;
    private final RelationName name;
    private final Cancellation cancellation;
    private final Consumer<MillraceException> stop;
    private Set<RelationName> reads = Set.of();
    private Set<RelationName> following = Set.of();
    private boolean reserved;
    private boolean replaces;

    Draft(Definitions definitions, RelationName name, Cancellation cancellation, Consumer<MillraceException> stop) {
        this.definitions = definitions;
        this.name = name;
        this.cancellation = cancellation;
        this.stop = stop;
    }

    public RelationName name() {
        return name;
    }

    /**
     * Keeps what the definition reads from being dropped or replaced, and what follows it from being dropped, replaced or read anew.
     *
     * @param planned the version that it was planned against
     * @param others what takes another form together with it
     * @param replaceable checks the current version, when something of the name is to be replaced: fails when it must not be; false when
     *     there is more that has to follow
     * @return false when what it reads is not what it was: then it has to be planned again
     */
    public boolean reserve(
            Definitions.Version planned,
            Collection<RelationName> needed,
            Collection<RelationName> others,
            BooleanSupplier replaceable) {
        return definitions.exclusively(cancellation, () -> {
            while (definitions.drafts().stream().anyMatch(other -> other.willReplace(needed))) {
                definitions.await(cancellation);
            }
            replaces = definitions.current().exists(name);
            if (replaces && !replaceable.getAsBoolean()) {
                return false;
            }
            reserved = definitions.stand(planned, needed);
            reads = reserved ? Set.copyOf(needed) : Set.of();
            following = reserved ? Set.copyOf(others) : Set.of();
            return reserved;
        });
    }

    private boolean willReplace(Collection<RelationName> needed) {
        return reserved
                && replaces
                && needed.stream().anyMatch(other -> other.equals(name) || following.contains(other));
    }

    /** Whether it reads one of these, or they follow it; only inside {@link Definitions#exclusively}. */
    public boolean reads(Collection<RelationName> names) {
        return names.stream().anyMatch(reads::contains);
    }

    /** Makes the statement give up. */
    void stop(MillraceException reason) {
        stop.accept(reason);
    }

    /** It was made, or given up. */
    @Override
    public void close() {
        definitions.end(this);
    }
}
