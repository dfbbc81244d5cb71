package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.Expressions.nul;
import static io.millrace.engine.codegen.Expressions.text;
import static io.millrace.engine.codegen.FunctionKit.check;

import io.millrace.dstream.expression.Function;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

    private static final Type TEXT = Type.VARCHAR;

    @Test
    void partsCountCharacters() {
        check(SUBSTRING, TEXT, "bcd", text("abcdef"), integer(2), integer(3));
        check(SUBSTRING, TEXT, "üß€", text("aüß€x"), integer(2), integer(3));
        check(SUBSTRING, TEXT, "a", text("abc"), integer(-1), integer(3));
        check(SUBSTRING, TEXT, "c", text("abc"), integer(3), integer(30));
        check(SUBSTRING, TEXT, "", text("abc"), integer(9));
        check(SUBSTRING, TEXT, "bc", text("abc"), integer(2));
        check(
                SUBSTRING,
                TEXT,
                "INVALID_ARGUMENT: SUBSTRING of negative length -1",
                text("abc"),
                integer(2),
                integer(-1));
        check(LEFT, TEXT, "äb", text("äbc"), integer(2));
        check(LEFT, TEXT, "äb", text("äbc"), integer(-1));
        check(RIGHT, TEXT, "bç", text("abç"), integer(2));
        check(RIGHT, TEXT, "ç", text("abç"), integer(-2));
        check(CHAR_LENGTH, Type.INTEGER, 3, text("äb😀"));
        check(OCTET_LENGTH, Type.INTEGER, 7, text("äb😀"));
        check(POSITION, Type.INTEGER, 3, text("€"), text("äb€"));
        check(POSITION, Type.INTEGER, 0, text("z"), text("äb€"));
        check(ASCII, Type.INTEGER, 8364, text("€uro"));
    }

    @Test
    void trimTakesOffSetsOfCharacters() {
        check(TRIM_BOTH, TEXT, "a b", text("  a b  "), text(" "));
        check(TRIM_LEADING, TEXT, "a  ", text("  a  "), text(" "));
        check(TRIM_TRAILING, TEXT, "  a", text("  a  "), text(" "));
        check(TRIM_BOTH, TEXT, "a", text("xüaüx"), text("üx"));
        check(TRIM_BOTH, TEXT, "", text("xxx"), text("x"));
    }

    @Test
    void newTextIsMade() {
        check(UPPER, TEXT, "ABC-Z", text("abc-z"));
        check(UPPER, TEXT, "ÄB", text("äb"));
        check(LOWER, TEXT, "abc", text("ABC"));
        check(LOWER, TEXT, "äb", text("ÄB"));
        check(INITCAP, TEXT, "Hello World-Wide", text("hELLO world-wide"));
        check(LPAD, TEXT, "xyxab", text("ab"), integer(5), text("xy"));
        check(RPAD, TEXT, "ab---", text("ab"), integer(5), text("-"));
        check(RPAD, TEXT, "a", text("ab"), integer(1), text("-"));
        check(REPEAT, TEXT, "ababab", text("ab"), integer(3));
        check(REPEAT, TEXT, "", text("ab"), integer(-3));
        check(REVERSE, TEXT, "€ba", text("ab€"));
        check(CONCAT, TEXT, "ab", text("a"), text("b"));
        check(CONCAT_WS, TEXT, "a, b", text(", "), text("a"), nul(TEXT), text("b"));
        check(REPLACE, TEXT, "xbxb", text("abab"), text("a"), text("x"));
        check(REPLACE, TEXT, "abab", text("abab"), text(""), text("x"));
        check(CHR, TEXT, "€", integer(8364));
        check(CHR, TEXT, "INVALID_ARGUMENT: -1 is not the code of a character", integer(-1));
        check(MD5, TEXT, "900150983cd24fb0d6963f7d28e17f72", text("abc"));
    }

    @Test
    void textIsCut() {
        check(SPLIT_INDEX, TEXT, "b", text("a,b,c"), text(","), integer(1));
        check(SPLIT_INDEX, TEXT, null, text("a,b,c"), text(","), integer(3));
        check(SPLIT_INDEX, TEXT, null, text("a,b,c"), text(","), integer(-1));
        check(SPLIT_INDEX, TEXT, "c", text("a::b::c"), text("::"), integer(2));
        check(SPLIT_PART, TEXT, "a", text("a,b,c"), text(","), integer(1));
        check(SPLIT_PART, TEXT, "", text("a,b,c"), text(","), integer(4));
        check(SPLIT_PART, TEXT, "c", text("a,b,c"), text(","), integer(-1));
        check(SPLIT, new ArrayType(TEXT, true), List.of("a", "", "c"), text("a,,c"), text(","));
        check(CARDINALITY, Type.INTEGER, 2, Rows.literal(List.of("a", "b"), new ArrayType(TEXT, true)));
        check(ITEM, TEXT, "b", Rows.literal(List.of("a", "b"), new ArrayType(TEXT, true)), integer(2));
        check(ITEM, TEXT, null, Rows.literal(List.of("a", "b"), new ArrayType(TEXT, true)), integer(3));
        check(ARRAY_OF, new ArrayType(Type.BIGINT, true), List.of(1L, 2L), bigint(1), bigint(2));
    }

    @Test
    void textIsFound() {
        check(STARTS_WITH, Type.BOOLEAN, true, text("abc"), text("ab"));
        check(ENDS_WITH, Type.BOOLEAN, false, text("abc"), text("ab"));
        check(CONTAINS, Type.BOOLEAN, true, text("abc"), text("bc"));
        check(CONTAINS, Type.BOOLEAN, true, text("abc"), text(""));
    }

    private static void like(String value, String pattern, boolean expected) {
        check(LIKE, Type.BOOLEAN, expected, text(value), text(pattern));
    }

    @Test
    void likeMatchesWholeText() {
        like("google", "google", true);
        like("google!", "google", false);
        like("google", "goo%", true);
        like("google", "%gle", true);
        like("google", "%oo%", true);
        like("google", "%ooo%", false);
        like("google", "g%g%e", true);
        like("google", "g_o_le", true);
        like("gäoäle", "g_o_le", true);
        like("ggle", "g_gle", false);
        like("aXbXc", "a%X%c", true);
        like("aXc", "a%X%X%c", false);
        like("", "%", true);
        like("", "_", false);
        like("abab", "%ab", true);
        like("aab", "%_ab", true);
        like("ab", "%_ab", false);
        check(LIKE, Type.BOOLEAN, true, text("50%"), text("50!%"), text("!"));
        check(LIKE, Type.BOOLEAN, false, text("50x"), text("50!%"), text("!"));
        check(ILIKE, Type.BOOLEAN, true, text("GooGle"), text("gOO%"));
        check(SIMILAR_TO, Type.BOOLEAN, true, text("abab"), text("(ab)+"));
        check(SIMILAR_TO, Type.BOOLEAN, true, text("a.c"), text("a.%"));
        check(SIMILAR_TO, Type.BOOLEAN, false, text("abc"), text("a.%"));
    }

    @Test
    void regularExpressionsAreFound() {
        check(REGEXP_LIKE, Type.BOOLEAN, true, text("channel_id=12&x"), text("id=\\d+"));
        check(REGEXP_EXTRACT, TEXT, "12", text("channel_id=12&x"), text("(&|^|_)id=([^&]*)"), integer(2));
        check(REGEXP_EXTRACT, TEXT, "ß1", text("äöß1"), text("ß\\d"));
        check(REGEXP_EXTRACT, TEXT, null, text("abc"), text("\\d"));
        check(REGEXP_REPLACE, TEXT, "<a>b<a>", text("xbx"), text("x"), text("<a>"));
        check(REGEXP_REPLACE, TEXT, "b=a", text("a=b"), text("(\\w)=(\\w)"), text("\\2=$1"));
    }

    @Test
    void comparisonIsByBytes() {
        compare("abc", "abc", true, false);
        compare("abc", "abd", false, true);
        compare("abc", "abcd", false, true);
        compare("12345678", "12345678", true, false);
        compare("123456789", "123456788", false, false);
        compare("12345678901234567", "12345678901234567", true, false);
        compare("z", "ä", false, true);
        compare("", "", true, false);
    }

    private static void compare(String a, String b, boolean equal, boolean less) {
        check(EQUAL, Type.BOOLEAN, equal, text(a), text(b));
        check(NOT_EQUAL, Type.BOOLEAN, !equal, text(a), text(b));
        check(LESS, Type.BOOLEAN, less, text(a), text(b));
        check(GREATER_OR_EQUAL, Type.BOOLEAN, !less, text(a), text(b));
        Function greatest = GREATEST;
        check(greatest, TEXT, less ? b : a, text(a), text(b));
    }
}
