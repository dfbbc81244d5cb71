package io.millrace.spi.connector;

import io.millrace.spi.error.ErrorCode;

/** Takes the records that could not be read; they become rows of {@code <stream>$errors}. */
@FunctionalInterface
public interface RejectedRows {

    /**
     * @param raw the bytes of the record, copied by the receiver
     * @param position source position of the record within its partition
     * @param reason in the user's words, naming column and value, for example {@code column "price": "abc" is not a DOUBLE}
     */
    void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason);
}
