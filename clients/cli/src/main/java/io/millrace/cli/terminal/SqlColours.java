package io.millrace.cli.terminal;

import io.millrace.cli.server.Vocabulary;
import io.millrace.cli.text.SqlToken;
import io.millrace.cli.text.SqlTokens;
import java.util.Locale;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows keywords, texts, numbers, comments and commands in colours while they are typed. */
final class SqlColours implements Highlighter {

    private final Vocabulary vocabulary;

    SqlColours(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder line = new AttributedStringBuilder(buffer.length());
        for (SqlToken token : SqlTokens.of(buffer)) {
            String text = token.of(buffer);
            line.styled(style(token, text), text);
        }
        return line.toAttributedString();
    }

    private AttributedStyle style(SqlToken token, String text) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (token.kind()) {
            case WORD ->
                vocabulary.keywords().contains(text.toUpperCase(Locale.ROOT))
                        ? plain.foreground(AttributedStyle.BLUE).bold()
                        : plain;
            case TEXT -> plain.foreground(AttributedStyle.GREEN);
            case NUMBER -> plain.foreground(AttributedStyle.MAGENTA);
            case COMMENT -> plain.faint();
            case VARIABLE, COMMAND -> plain.foreground(AttributedStyle.CYAN);
            case NAME, BLANK, SEMICOLON, SYMBOL -> plain;
        };
    }
}
