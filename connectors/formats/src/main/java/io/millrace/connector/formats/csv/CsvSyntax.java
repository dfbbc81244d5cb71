package io.millrace.connector.formats.csv;

import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;

/**
 * How CSV text is written.
 *
 * @param nullText what an unquoted field holds when it is NULL
 * @param multiline whether quoted fields may hold line ends
 */
record CsvSyntax(byte delimiter, byte quote, boolean header, byte[] nullText, boolean multiline) {

    static CsvSyntax of(Options options) {
        byte delimiter = character("delimiter", options);
        byte quote = character("quote", options);
        if (delimiter == quote) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "options 'delimiter' and 'quote' are the same character, but must differ");
        }
        byte[] nullText = options.string("null").orElse("").getBytes(StandardCharsets.UTF_8);
        return new CsvSyntax(delimiter, quote, options.bool("header"), nullText, options.bool("multiline"));
    }

    private static byte character(String option, Options options) {
        String text = options.string(option).orElseThrow();
        String resolved = text.equals("\\t") || text.equalsIgnoreCase("tab") ? "\t" : text;
        if (resolved.length() != 1 || resolved.charAt(0) > 127 || resolved.equals("\n") || resolved.equals("\r")) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option '" + option + "' is '" + text + "', but must be one ASCII character or '\\t'");
        }
        return (byte) resolved.charAt(0);
    }

    boolean isNull(byte[] bytes, int start, int end) {
        boolean same = end - start == nullText.length;
        for (int i = 0; same && i < nullText.length; i++) {
            same = bytes[start + i] == nullText[i];
        }
        return same;
    }
}
