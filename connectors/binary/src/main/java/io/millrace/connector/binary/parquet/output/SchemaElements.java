package io.millrace.connector.binary.parquet.output;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** A schema as the directory of a file has it: its elements in the order of a walk, with what they mean said in today's way and in the old one. */
final class SchemaElements {

    private final List<SchemaElement> elements = new ArrayList<>();

    private SchemaElements() {}

    static List<SchemaElement> of(MessageType message) {
        SchemaElements all = new SchemaElements();
        all.elements.add(new SchemaElement(message.getName()).setNum_children(message.getFieldCount()));
        message.getFields().forEach(all::add);
        return List.copyOf(all.elements);
    }

    private void add(Type type) {
        SchemaElement element = new SchemaElement(type.getName())
                .setRepetition_type(
                        FieldRepetitionType.valueOf(type.getRepetition().name()));
        elements.add(element);
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning != null) {
            element.setLogicalType(logical(meaning));
            if (meaning.toOriginalType() != null) {
                element.setConverted_type(
                        ConvertedType.valueOf(meaning.toOriginalType().name()));
            }
        }
        if (type.isPrimitive()) {
            primitive(type.asPrimitiveType(), element);
        } else {
            GroupType group = type.asGroupType();
            element.setNum_children(group.getFieldCount());
            group.getFields().forEach(this::add);
        }
    }

    private static void primitive(PrimitiveType type, SchemaElement element) {
        element.setType(Chunk.written(type));
        if (type.getTypeLength() > 0) {
            element.setType_length(type.getTypeLength());
        }
        if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            element.setScale(decimal.getScale()).setPrecision(decimal.getPrecision());
        }
    }

    private static LogicalType logical(LogicalTypeAnnotation meaning) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return LogicalType.DECIMAL(new DecimalType(decimal.getScale(), decimal.getPrecision()));
        }
        if (meaning instanceof IntLogicalTypeAnnotation whole) {
            return LogicalType.INTEGER(new IntType((byte) whole.getBitWidth(), whole.isSigned()));
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return LogicalType.TIME(new TimeType(time.isAdjustedToUTC(), unit(time.getUnit())));
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation time) {
            return LogicalType.TIMESTAMP(new TimestampType(time.isAdjustedToUTC(), unit(time.getUnit())));
        }
        if (meaning.equals(LogicalTypeAnnotation.stringType())) {
            return LogicalType.STRING(new StringType());
        }
        if (meaning.equals(LogicalTypeAnnotation.dateType())) {
            return LogicalType.DATE(new DateType());
        }
        if (meaning.equals(LogicalTypeAnnotation.uuidType())) {
            return LogicalType.UUID(new UUIDType());
        }
        if (meaning.equals(LogicalTypeAnnotation.listType())) {
            return LogicalType.LIST(new ListType());
        }
        throw new IllegalStateException("no column is written as " + meaning);
    }

    private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> TimeUnit.MILLIS(new MilliSeconds());
            case MICROS -> TimeUnit.MICROS(new MicroSeconds());
            case NANOS -> TimeUnit.NANOS(new NanoSeconds());
        };
    }
}
