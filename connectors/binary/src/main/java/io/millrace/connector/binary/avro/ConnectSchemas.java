package io.millrace.connector.binary.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Says with the types of Avro what converters of Kafka Connect say of days and times with names of their own. Bytes are the same. */
final class ConnectSchemas {

    private static final String NAME = "connect.name";

    private static final Map<String, LogicalType> KNOWN = Map.of(
            "io.debezium.time.Date", LogicalTypes.date(),
            "io.debezium.time.Time", LogicalTypes.timeMillis(),
            "io.debezium.time.MicroTime", LogicalTypes.timeMicros(),
            "io.debezium.time.Timestamp", LogicalTypes.localTimestampMillis(),
            "io.debezium.time.MicroTimestamp", LogicalTypes.localTimestampMicros(),
            "io.debezium.time.NanoTimestamp", LogicalTypes.localTimestampNanos(),
            "org.apache.kafka.connect.data.Date", LogicalTypes.date(),
            "org.apache.kafka.connect.data.Time", LogicalTypes.timeMillis(),
            "org.apache.kafka.connect.data.Timestamp", LogicalTypes.timestampMillis());

    private ConnectSchemas() {}

    /** The schema of a row, with the types of its columns. */
    static Schema row(Schema row) {
        if (row.getType() != Schema.Type.RECORD) {
            return row;
        }
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : row.getFields()) {
            fields.add(new Schema.Field(field.name(), value(field.schema())));
        }
        return Schema.createRecord(row.getName(), null, row.getNamespace(), false, fields);
    }

    private static Schema value(Schema schema) {
        if (schema.getType() == Schema.Type.UNION) {
            return Schema.createUnion(
                    schema.getTypes().stream().map(ConnectSchemas::value).toList());
        }
        String name = schema.getProp(NAME);
        LogicalType type = name == null ? null : KNOWN.get(name);
        boolean number = schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
        return type == null || !number || schema.getLogicalType() != null
                ? schema
                : type.addToSchema(Schema.create(schema.getType()));
    }
}
