package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserTokenManager;
import io.millrace.sql.parser.generated.Token;
import java.util.List;

/** Feeds the grammar with tokens that were scanned before; the last one is repeated for ever. */
final class TokenReplay extends GeneratedSqlParserTokenManager {
    private final List<Token> tokens;
    private int next;

    TokenReplay(List<Token> tokens) {
        super(null);
        this.tokens = tokens;
    }

    /** Hands out copies, because the grammar links the tokens it is given. */
    @Override
    public Token getNextToken() {
        Token token = tokens.get(Math.min(next++, tokens.size() - 1));
        return Tokens.copy(token, token.kind, token.image);
    }
}
