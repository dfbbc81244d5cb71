package io.millrace.engine.codegen.java;

import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places in the text of a statement that a generated class names by numbers. */
public final class Trace {

    /** The number of no place. */
    public static final int NOWHERE = -1;

    private final List<Position> positions = new ArrayList<>();

    /** The number of a place. */
    public int number(Position position) {
        int known = positions.indexOf(position);
        if (known >= 0) {
            return known;
        }
        positions.add(position);
        return positions.size() - 1;
    }

    public Optional<Position> position(int number) {
        return number == NOWHERE ? Optional.empty() : Optional.of(positions.get(number));
    }
}
