package io.millrace.engine.codegen;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Short chains that were compiled lately: a statement that is executed again and again writes no Java text again. Thread-safe. */
final class CompiledChains {

    private static final int REMEMBERED = 256;
    private static final int MOST_PARTS = 200;

    /** @param positions of what may fail, of which a chain tells when it does */
    private record Key(List<DStream> chain, RowType input, List<Optional<Position>> positions) {

        static Key of(List<DStream> chain, RowType input) {
            return new Key(
                    chain, input, parts(chain).map(FailurePlaces::position).toList());
        }
    }

    private final Map<Key, CompiledChain> chains = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether a chain is over a relation alone, and soon compared with others. */
    static boolean isShort(List<DStream> chain) {
        return chain.get(0).inputs().get(0) instanceof Source
                && parts(chain).limit(MOST_PARTS + 1).count() <= MOST_PARTS;
    }

    private static Stream<Expression> parts(List<DStream> chain) {
        return chain.stream().flatMap(node -> expressions(node).stream()).flatMap(Rewriting::parts);
    }

    private static List<Expression> expressions(DStream node) {
        return node instanceof Filter filter ? List.of(filter.predicate()) : ((Project) node).expressions();
    }

    CompiledChain get(List<DStream> chain, RowType input, Supplier<CompiledChain> compilation) {
        Key key = Key.of(chain, input);
        synchronized (chains) {
            CompiledChain known = chains.get(key);
            if (known != null) {
                return known;
            }
        }
        CompiledChain compiled = compilation.get();
        synchronized (chains) {
            chains.put(key, compiled);
            if (chains.size() > REMEMBERED) {
                chains.remove(chains.keySet().iterator().next());
            }
        }
        return compiled;
    }
}
