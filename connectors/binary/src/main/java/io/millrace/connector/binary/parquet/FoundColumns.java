package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;

/** The columns that a file has, as SQL declares them; those that are nested, but for lists of values, or have too many digits are left out. */
final class FoundColumns {

    private static final int MOST_DIGITS = 38;

    private FoundColumns() {}

    static List<SourceColumn> of(List<Leaf> leaves) {
        return leaves.stream()
                .filter(leaf -> !isTooWide(LeafTypes.logical(leaf.element())))
                .map(FoundColumns::field)
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
    }

    private static boolean isTooWide(LogicalType logical) {
        return logical.isSetDECIMAL() && logical.getDECIMAL().getPrecision() > MOST_DIGITS;
    }

    private static Field field(Leaf leaf) {
        Type value = type(leaf.element());
        return leaf.isList()
                ? new Field(leaf.head(), new ArrayType(value, leaf.definition() > leaf.repeated()), leaf.repeated() > 1)
                : new Field(leaf.path(), value, isNullable(leaf.element()));
    }

    private static boolean isNullable(SchemaElement element) {
        return element.getRepetition_type() != FieldRepetitionType.REQUIRED;
    }

    private static Type type(SchemaElement element) {
        LogicalType logical = LeafTypes.logical(element);
        if (logical.isSetDECIMAL()) {
            return Type.decimal(
                    logical.getDECIMAL().getPrecision(), logical.getDECIMAL().getScale());
        }
        return switch (element.getType()) {
            case BOOLEAN -> Type.BOOLEAN;
            case INT32 -> whole(logical, Type.INTEGER);
            case INT64 -> whole(logical, Type.BIGINT);
            case INT96 -> new ScalarType(TypeKind.TIMESTAMP, 9, 0);
            case FLOAT -> Type.REAL;
            case DOUBLE -> Type.DOUBLE;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                logical.isSetUUID()
                        ? Type.UUID
                        : logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()
                                ? Type.VARCHAR
                                : new ScalarType(TypeKind.VARBINARY, Type.MAX_LENGTH, 0);
        };
    }

    private static int digits(TimeUnit unit) {
        return unit.isSetNANOS() ? 9 : unit.isSetMICROS() ? 6 : 3;
    }

    private static Type whole(LogicalType logical, Type plain) {
        if (logical.isSetDATE()) {
            return Type.DATE;
        }
        if (logical.isSetTIME()) {
            return Type.TIME;
        }
        if (logical.isSetTIMESTAMP()) {
            TypeKind kind = logical.getTIMESTAMP().isIsAdjustedToUTC() ? TypeKind.TIMESTAMP_LTZ : TypeKind.TIMESTAMP;
            return new ScalarType(kind, digits(logical.getTIMESTAMP().getUnit()), 0);
        }
        if (!logical.isSetINTEGER()) {
            return plain;
        }
        int bits = logical.getINTEGER().getBitWidth() + (logical.getINTEGER().isIsSigned() ? 0 : 1);
        return bits <= Byte.SIZE
                ? Type.TINYINT
                : bits <= Short.SIZE ? Type.SMALLINT : bits <= Integer.SIZE ? Type.INTEGER : Type.BIGINT;
    }
}
