package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;

/** Reads values of several schemas, each with the number of its own before it. */
final class UnionDecoder implements ValueDecoder {

    private final ValueDecoder[] branches;

    UnionDecoder(ValueDecoder[] branches) {
        this.branches = branches;
    }

    @Override
    public void read(AvroInput in) {
        long branch = in.readLong();
        if (branch < 0 || branch >= branches.length) {
            throw ValueFault.damaged();
        }
        branches[(int) branch].read(in);
    }
}
