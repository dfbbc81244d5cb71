package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final RowType ROW = RowType.of(new Field("a", Type.INTEGER, true));

    private static ViewRelation view(String name, String... reads) {
        return new ViewRelation(
                RelationName.of(name),
                true,
                ROW,
                Optional.empty(),
                false,
                Set.of(),
                "SELECT 1",
                "",
                new Reads(Arrays.stream(reads).map(RelationName::of).collect(Collectors.toSet()), Set.of()));
    }

    @Test
    void namesMatchWithoutRegardToCaseAndKeepTheirs() {
        Catalog catalog = Catalog.empty().with(view("Best"));
        assertThat(catalog.find("bEST")).isPresent();
        assertThat(catalog.find("public.best").orElseThrow().name()).hasToString("Best");
        assertThat(catalog.find("sys.best")).isEmpty();
    }

    @Test
    void oldVersionsStayAsTheyWere() {
        Catalog first = Catalog.empty().with(view("a"));
        Catalog second = first.without(RelationName.of("A")).with(view("b"));
        assertThat(first.find("a")).isPresent();
        assertThat(second.find("a")).isEmpty();
        assertThat(second.version()).isEqualTo(first.version() + 2);
    }

    @Test
    void replacingTakesTheNewSpelling() {
        Catalog catalog = Catalog.empty().with(view("best")).with(view("BEST"));
        assertThat(catalog.relations()).hasSize(1);
        assertThat(catalog.get(RelationName.of("best")).name()).hasToString("BEST");
    }

    @Test
    void missingRelationNamesTheNearest() {
        Catalog catalog = Catalog.empty().with(view("bids"));
        assertThatThrownBy(() -> catalog.get(RelationName.of("bidz")))
                .isInstanceOf(MillraceException.class)
                .hasMessage("relation \"bidz\" not found; did you mean \"bids\"?")
                .extracting(e -> ((MillraceException) e).code())
                .isEqualTo(ErrorCode.RELATION_NOT_FOUND);
    }

    @Test
    void schemasAreListedWithTheDefaultOne() {
        SystemRelation queries = new SystemRelation(new RelationName(RelationName.SYS, "queries"), ROW);
        Catalog catalog = Catalog.empty().with(queries);
        assertThat(catalog.schemas()).containsExactly("public", "sys");
        assertThat(catalog.relations("SYS")).containsExactly(queries);
        assertThat(queries.name()).hasToString("sys.queries");
    }
}
