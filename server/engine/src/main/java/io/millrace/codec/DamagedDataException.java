package io.millrace.codec;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** Bytes that are not what was once written, or that this version cannot read. Nothing of what they held has been passed on. */
public final class DamagedDataException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param offset of the first byte at fault, in the file or stream that was read
     */
    public DamagedDataException(long offset, String fact) {
        this(offset, fact, null);
    }

    public DamagedDataException(long offset, String fact, Throwable cause) {
        super(ErrorCode.DATA_DAMAGED, "damaged data at byte " + offset + ": " + fact, cause);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
