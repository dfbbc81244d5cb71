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
                .filter(kind -> kind != TypeKind.ARRAY)
                .<Type>map(kind -> new ScalarType(kind, 7, 3))
                .toList();
        for (Type type : scalars) {
            Type array = new ArrayType(type, false);
            for (Type written : List.of(type, array, new ArrayType(type, true), new ArrayType(array, true))) {
                assertThat(TypeText.read(TypeText.write(written))).isEqualTo(written);
            }
        }
        assertThat(TypeText.write(new ArrayType(Type.decimal(8, 2), false))).isEqualTo("DECIMAL(8, 2) NOT NULL ARRAY");
        assertThatThrownBy(() -> TypeText.read("TEXT")).hasMessage("not a type: TEXT");
    }
}
