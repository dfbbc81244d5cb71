package io.millrace.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeTextTest {

    @Test
    void everyTypeIsReadBack() {
        List<Type> scalars = Arrays.stream(TypeKind.values())
                .filter(kind -> kind.compareTo(TypeKind.ARRAY) < 0)
                .<Type>map(kind -> new ScalarType(kind, 7, 3))
                .toList();
        for (Type type : scalars) {
            Type array = new ArrayType(type, false);
            Type map = new MapType(type, array, false);
            Type row = new StructType(List.of(new Field("a, (b) é", type, false), new Field("c", map, true)));
            for (Type written : List.of(
                    type,
                    array,
                    new ArrayType(type, true),
                    new ArrayType(array, true),
                    map,
                    row,
                    new MapType(type, row, true),
                    new ArrayType(row, false))) {
                assertThat(TypeText.read(TypeText.write(written))).isEqualTo(written);
            }
        }
        assertThat(TypeText.write(new ArrayType(Type.decimal(8, 2), false))).isEqualTo("DECIMAL(8, 2) NOT NULL ARRAY");
        assertThatThrownBy(() -> TypeText.read("TEXT")).hasMessage("not a type: TEXT");
    }
}
