package io.millrace.codec.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.GoldenBytes;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.dstream.query.Query;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Position;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryCodecTest {

    private static final RowType BIDS = RowType.of(
            new Field("auction", Type.BIGINT, false),
            new Field("price", Type.decimal(10, 2), true),
            new Field("at", Type.TIMESTAMP, false));

    static Stream<Class<? extends DStream>> nodes() {
        return Arrays.stream(DStream.class.getPermittedSubclasses()).map(kind -> kind.asSubclass(DStream.class));
    }

    static Stream<Class<? extends Expression>> expressions() {
        return Arrays.stream(Expression.class.getPermittedSubclasses()).map(kind -> kind.asSubclass(Expression.class));
    }

    static Stream<Class<? extends RowPattern>> patterns() {
        return Arrays.stream(RowPattern.class.getPermittedSubclasses()).map(kind -> kind.asSubclass(RowPattern.class));
    }

    static Stream<Class<? extends MatchValue>> matchValues() {
        return Arrays.stream(MatchValue.class.getPermittedSubclasses()).map(kind -> kind.asSubclass(MatchValue.class));
    }

    private static Query query(DStream root) {
        return new Query("q", Query.Output.VIEW, root, Optional.of(List.of(0, 2)));
    }

    private static void assertComesBack(Query query) {
        assertThat(QueryCodec.read(QueryCodec.write(query))).isEqualTo(query);
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void everyKindOfNodeComesBack(Class<? extends DStream> kind) {
        for (int seed = 0; seed < 30; seed++) {
            assertComesBack(query(new RandomGraphs(seed).create(kind)));
        }
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyKindOfExpressionComesBack(Class<? extends Expression> kind) {
        for (int seed = 0; seed < 100; seed++) {
            RandomGraphs random = new RandomGraphs(seed);
            assertComesBack(query(new Filter(random.create(Source.class), random.create(kind))));
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void everyKindOfPatternComesBack(Class<? extends RowPattern> kind) {
        for (int seed = 0; seed < 30; seed++) {
            assertComesBack(query(match(new RandomGraphs(seed).create(kind), List.of())));
        }
    }

    @ParameterizedTest
    @MethodSource("matchValues")
    void everyKindOfMatchValueComesBack(Class<? extends MatchValue> kind) {
        for (int seed = 0; seed < 30; seed++) {
            assertComesBack(query(match(new RowPattern.Variable(0), List.of(new RandomGraphs(seed).create(kind)))));
        }
    }

    private static MatchRecognize match(RowPattern pattern, List<MatchValue> values) {
        return new MatchRecognize(
                bids(),
                List.of(0),
                List.of(),
                OptionalInt.empty(),
                List.of("A"),
                pattern,
                List.of(),
                values,
                List.of(),
                false,
                new MatchRecognize.AfterMatch(MatchRecognize.Skip.PAST_LAST_ROW, List.of()),
                OptionalLong.empty(),
                BIDS);
    }

    @Test
    void queriesComeBackWithWhatBecomesOfTheirRows() {
        for (int seed = 0; seed < 100; seed++) {
            assertComesBack(new RandomGraphs(seed).create(Query.class));
        }
    }

    @Test
    void everyFunctionComesBack() {
        for (Function function : Function.values()) {
            assertComesBack(query(new Filter(bids(), new Call(function, List.of(), Type.BOOLEAN, true))));
        }
    }

    private static Source bids() {
        return new Source("bids", List.of(0, 1, 2), BIDS, true);
    }

    @Test
    void sharedNodesAreWrittenOnceAndStayShared() {
        DStream node = bids();
        for (int i = 0; i < 60; i++) {
            node = new Join(
                    JoinKind.INNER,
                    node,
                    node,
                    List.of(0),
                    List.of(0),
                    List.of(0),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    BIDS);
        }
        byte[] written = QueryCodec.write(query(node));
        assertThat(written).hasSizeLessThan(2_000);
        Join root = (Join) QueryCodec.read(written).root();
        assertThat(root.left()).isSameAs(root.right());
    }

    @Test
    void versionOneIsReadForEver() throws IOException {
        Literal limit = Literal.of(10_000L, Type.decimal(10, 2));
        Expression dear = new Call(
                Function.GREATER,
                List.of(new ColumnReference(1, Type.decimal(10, 2), true), limit),
                Type.BOOLEAN,
                true);
        Project project = new Project(
                new Filter(bids(), dear),
                List.of(new ColumnReference(0, Type.BIGINT, false), Literal.of("größer", Type.VARCHAR)),
                RowType.of(new Field("auction", Type.BIGINT, false), new Field("what", Type.VARCHAR, false)));
        Query query = query(new WindowClose(project, 0));
        assertThat(QueryCodec.read(GoldenBytes.check("query-1.hex", QueryCodec.write(query))))
                .isEqualTo(query);
    }

    @Test
    void callsKnowTheirPlacesAgain() {
        Optional<Position> place = Optional.of(new Position(3, 14));
        ColumnReference auction = new ColumnReference(0, Type.BIGINT, false);
        Call sum = new Call(Function.ADD, List.of(auction, auction), Type.BIGINT, false, place);
        SourceCall tail = new SourceCall("F", "return a0;", List.of(sum), Type.BIGINT, false, place);
        RowType row = RowType.of(new Field("n", Type.BIGINT, false));
        Query read = QueryCodec.read(QueryCodec.write(query(new Project(bids(), List.of(tail), row))));
        SourceCall outer = (SourceCall) ((Project) read.root()).expressions().get(0);
        assertThat(outer.position()).isEqualTo(place);
        assertThat(((Call) outer.arguments().get(0)).position()).isEqualTo(place);
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] written = QueryCodec.write(query(new Filter(bids(), Literal.of(true, Type.BOOLEAN))));
        for (int bit = 0; bit < written.length * 8; bit++) {
            byte[] damaged = written.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> QueryCodec.read(damaged)).isInstanceOf(DamagedDataException.class);
        }
    }

    @Test
    void hostileBytesGiveAQueryOrAnErrorButNeverMore() {
        for (int seed = 0; seed < 300; seed++) {
            Encoder out = new Encoder();
            QueryCodec.put(new RandomGraphs(seed).create(Query.class), out);
            byte[] written = out.toByteArray();
            Random random = new Random(seed);
            for (int attempt = 0; attempt < 50; attempt++) {
                byte[] hostile = written.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
                }
                Decoder in = new Decoder(hostile, 0, hostile.length, 0, 1, 8L << 20);
                try {
                    QueryCodec.take(in);
                } catch (DamagedDataException e) {
                    assertThat(e.offset()).isBetween(0L, (long) hostile.length);
                }
            }
        }
    }

    @Test
    void functionOfANewerVersionIsNamed() {
        byte[] written = QueryCodec.write(
                query(new Filter(bids(), new Call(Function.IS_NOT_DISTINCT_FROM, List.of(), Type.BOOLEAN, false))));
        Decoder in = new Decoder(renamed(written), 12, written.length, 12, 1, 1L << 20);
        assertThatThrownBy(() -> QueryCodec.take(in))
                .isInstanceOf(DamagedDataException.class)
                .hasMessageContaining("\"IS_NOT_DISTINCT_FRXM\" is not known here; it may come from a newer version");
    }

    private static byte[] renamed(byte[] written) {
        byte[] copy = written.clone();
        for (int i = 0; i + 1 < copy.length; i++) {
            if (copy[i] == 'O' && copy[i + 1] == 'M') {
                copy[i] = 'X';
            }
        }
        return copy;
    }
}
