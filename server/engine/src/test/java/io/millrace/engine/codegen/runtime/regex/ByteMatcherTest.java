package io.millrace.engine.codegen.runtime.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteMatcherTest {

    private static final String ALPHABET = "aab\n\r.-1 ";

    @Test
    void findsWhatJavaFindsForRandomExpressions() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int inBytes = 0;
        for (int i = 0; i < 20_000; i++) {
            String regex = alternatives(random, 3);
            Pattern pattern = Pattern.compile(regex);
            if (ByteProgram.of(regex).isEmpty()) {
                continue;
            }
            inBytes++;
            for (int j = 0; j < 5; j++) {
                assertSame(pattern, text(random), "seed " + seed);
            }
        }
        assertThat(inBytes)
                .as("expressions that need no other machinery, seed %d", seed)
                .isGreaterThan(10_000);
    }

    private static String alternatives(Random random, int depth) {
        StringBuilder regex = new StringBuilder(sequence(random, depth));
        while (random.nextInt(5) == 0) {
            regex.append('|').append(sequence(random, depth));
        }
        return regex.toString();
    }

    private static String sequence(Random random, int depth) {
        StringBuilder regex = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            regex.append(piece(random, depth));
        }
        return regex.toString();
    }

    private static String piece(Random random, int depth) {
        String[] sets = {
            "a", "b", "\\.", ".", "\\d", "\\w", "\\s", "\\S", "[ab]", "[^a]", "[a-c-]", "[^\\d\\n]", "[.1-3]", "ab"
        };
        String[] repetitions = {"", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{1,}", "{0,2}?"};
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> "^";
            case 1 -> "$";
            case 9 -> "(" + alternatives(random, depth - 1) + ")";
            case 10 -> "(?:" + alternatives(random, depth - 1) + ")";
            case 11 -> "(" + alternatives(random, depth - 1) + ")?";
            default -> sets[random.nextInt(sets.length)] + repetitions[random.nextInt(repetitions.length)];
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static void assertSame(Pattern pattern, String text, String hint) {
        ByteMatcher matcher = new ByteMatcher(ByteProgram.of(pattern.pattern()).orElseThrow());
        byte[] data = ("aa" + text + "ab").getBytes(StandardCharsets.US_ASCII);
        int end = 2 + text.length();
        Matcher java = pattern.matcher(text);
        String what = pattern + " in \"" + text + "\", " + hint;
        assertThat(matcher.find(data, 2, end)).as(what).isEqualTo(java.find());
        if (java.reset().find()) {
            assertThat(matcher.groups()).as(what).isEqualTo(java.groupCount());
            for (int group = 0; group <= java.groupCount(); group++) {
                int shift = java.start(group) < 0 ? 0 : 2;
                assertThat(matcher.start(group))
                        .as("group %d of %s", group, what)
                        .isEqualTo(java.start(group) + shift);
                assertThat(matcher.end(group)).as("group %d of %s", group, what).isEqualTo(java.end(group) + shift);
            }
        }
        assertThat(matcher.matches(data, 2, end)).as("whole " + what).isEqualTo(java.matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(&|^)channel_id=([^&]*)", "a.*?b$", "https?://([^/]+)/(\\w+)", "(?s).*x."})
    void takesUsualExpressions(String regex) {
        assertThat(ByteProgram.of(regex)).isPresent();
        assertSame(Pattern.compile(regex), "https://www.example.com/item?query=1&channel_id=12&x=b", regex);
        assertSame(Pattern.compile(regex), "channel_id=&axb", regex);
        assertSame(Pattern.compile(regex), "none", regex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)a",
                "a++",
                "(a)*",
                "(a)\\1",
                "\\bword",
                "[a-z&&[^b]]",
                "\u00e9",
                "(?=a)b",
                "\\p{Alpha}",
                "(?<n>a)"
            })
    void leavesOtherExpressionsToJava(String regex) {
        assertThat(ByteProgram.of(regex)).isEmpty();
    }
}
