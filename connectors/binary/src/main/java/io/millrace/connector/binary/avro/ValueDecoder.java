package io.millrace.connector.binary.avro;

/** Reads values of one schema into a column of one type; or, without a column, only checks them. Not thread-safe. */
interface ValueDecoder {

    /** Reads one value and appends it. A value that is refused was passed perhaps in part only, and appended not at all. */
    void read(AvroInput in);
}
