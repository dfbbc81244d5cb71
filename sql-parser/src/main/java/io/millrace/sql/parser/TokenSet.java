package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An immutable set of kinds of token. */
final class TokenSet {
    private static final Map<String, Integer> KINDS = kinds();

    private final BitSet kinds;

    private TokenSet(BitSet kinds) {
        this.kinds = kinds;
    }

    /** The keywords and symbols of a text, which are separated by blanks. */
    static TokenSet words(String text) {
        BitSet kinds = new BitSet();
        for (String word : text.strip().split("\\s+", -1)) {
            kinds.set(kind(word));
        }
        return new TokenSet(kinds);
    }

    /** Kind of the token that is always written so. */
    static int kind(String image) {
        return Optional.ofNullable(KINDS.get(image))
                .orElseThrow(() -> new IllegalStateException("the grammar has no token " + image));
    }

    boolean contains(int kind) {
        return kinds.get(kind);
    }

    private static Map<String, Integer> kinds() {
        String[] images = GeneratedSqlParserConstants.tokenImage;
        Map<String, Integer> kinds = new HashMap<>();
        for (int kind = 0; kind < images.length; kind++) {
            kinds.putIfAbsent(images[kind].replace("\"", ""), kind);
        }
        return Map.copyOf(kinds);
    }
}
